package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Turn;
import io.ailb.translate.openai.ToolErrors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a conversation into turns. What the assistant said, thought and called in a
 * row is one turn, and so are the outputs of its calls.
 */
final class InputReader {
  private final ChatRequest.Builder request;
  private final Foreign foreign;
  private final ContentReader content;

  /** Items in a row that belong together, and whose they are. */
  private final List<Part> row = new ArrayList<>();

  private Turn.Role rowOf = Turn.Role.ASSISTANT;

  InputReader(ChatRequest.Builder request, Foreign foreign) {
    this.request = request;
    this.foreign = foreign;
    this.content = new ContentReader(foreign);
  }

  void read(JsonNode input) {
    if (input.isTextual()) {
      request.turns.add(new Turn(Turn.Role.USER, List.of(new Part.Text(input.textValue()))));
      return;
    }
    if (!input.isArray()) {
      throw new Malformed("input", "must be a string or a list of items");
    }
    for (int i = 0; i < input.size(); i++) {
      item(input.get(i), "input[" + i + "]");
    }
    endRow();
  }

  private void item(JsonNode item, String path) {
    String type = type(item, path);
    switch (type) {
      case "message" -> message(item, path);
      case "reasoning" -> add(Turn.Role.ASSISTANT, reasoning(item));
      case "function_call" -> add(Turn.Role.ASSISTANT, call(item, path, false));
      case "custom_tool_call" -> add(Turn.Role.ASSISTANT, call(item, path, true));
      case "function_call_output" -> add(Turn.Role.USER, result(item, path, false));
      case "custom_tool_call_output" -> add(Turn.Role.USER, result(item, path, true));
      default -> foreign.word(path + ".type", type, item);
    }
  }

  private static String type(JsonNode item, String path) {
    String type = Json.string(item, "type");
    if (type != null) {
      return type;
    }
    if (item.has("role")) {
      return "message";
    }
    if (item.has("id")) {
      return "item_reference";
    }
    throw new Malformed(path + ".type", "is missing");
  }

  private void message(JsonNode item, String path) {
    List<Part> parts = content.read(item.get("content"), path + ".content");
    String role = Json.string(item, "role");
    switch (String.valueOf(role)) {
      case "user" -> turn(new Turn(Turn.Role.USER, parts));
      case "assistant" -> parts.forEach(part -> add(Turn.Role.ASSISTANT, part));
      case "system", "developer" -> system(parts, path + ".content");
      default -> throw new Malformed(path + ".role", "must be user, assistant or developer");
    }
  }

  private void system(List<Part> parts, String path) {
    List<Part.Text> texts = new ArrayList<>();
    for (Part part : parts) {
      if (!(part instanceof Part.Text text)) {
        throw new Malformed(path, "must be text");
      }
      texts.add(text);
    }
    if (request.turns.isEmpty() && row.isEmpty()) {
      request.instructions.addAll(texts);
    } else {
      turn(new Turn(Turn.Role.SYSTEM, List.copyOf(texts)));
    }
  }

  private static Part call(JsonNode item, String path, boolean custom) {
    JsonNode arguments = item.get(custom ? "input" : "arguments");
    String text =
        arguments == null || arguments.isNull()
            ? ""
            : arguments.isTextual() ? arguments.textValue() : Json.text(arguments);
    return new Part.ToolCall(
        required(item, "call_id", path), required(item, "name", path), text, custom, null, null);
  }

  private Part result(JsonNode item, String path, boolean custom) {
    List<Part> parts = content.read(item.get("output"), path + ".output");
    boolean error = isError(parts);
    return new Part.ToolResult(required(item, "call_id", path), null, parts, error, custom, null);
  }

  /** Whether the only text of an output says so; files may stand beside it. */
  private static boolean isError(List<Part> parts) {
    List<Part> texts = parts.stream().filter(Part.Text.class::isInstance).toList();
    return texts.size() == 1 && ToolErrors.isOne(((Part.Text) texts.get(0)).text());
  }

  private static Part reasoning(JsonNode item) {
    String text = ReasoningText.of(item);
    String encrypted = Json.string(item, "encrypted_content");
    return new Part.Reasoning(
        text.isEmpty() ? null : text, encrypted == null ? null : sealed(encrypted));
  }

  static Opaque sealed(String encrypted) {
    return new Opaque(Dialect.OPENAI_RESPONSES, Opaque.Kind.ENCRYPTED, encrypted);
  }

  private static String required(JsonNode item, String field, String path) {
    @Nullable String value = Json.string(item, field);
    if (value == null || value.isEmpty()) {
      throw new Malformed(path + "." + field, "is missing");
    }
    return value;
  }

  private void add(Turn.Role role, Part part) {
    if (role != rowOf) {
      endRow();
      rowOf = role;
    }
    row.add(part);
  }

  private void turn(Turn turn) {
    endRow();
    request.turns.add(turn);
  }

  private void endRow() {
    if (!row.isEmpty()) {
      request.turns.add(new Turn(rowOf, row));
      row.clear();
    }
  }
}
