package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the turns of a conversation. Calls without an id get one that is the same each time the
 * history is sent; a result belongs to the call of its id, else to the first open one of its name.
 */
final class ContentsReader {
  private static final Field ROLE = Field.of("role");
  private static final Field PARTS = Field.of("parts");
  private static final Field TEXT = Field.of("text");
  private static final Field THOUGHT = Field.of("thought");
  private static final Field SIGNATURE = Field.of("thoughtSignature");
  private static final Field INLINE = Field.of("inlineData");
  private static final Field FILE = Field.of("fileData");
  private static final Field VIDEO = Field.of("videoMetadata");
  private static final Field CALL = Field.of("functionCall");
  private static final Field RESPONSE = Field.of("functionResponse");
  private static final Field ID = Field.of("id");
  private static final Field NAME = Field.of("name");
  private static final Field ARGS = Field.of("args");

  private final ChatRequest.Builder to;

  /** The calls of the model's last turn that have no result yet. */
  private final List<Part.ToolCall> open = new ArrayList<>();

  private Turn.@Nullable Role last;

  ContentsReader(ChatRequest.Builder to) {
    this.to = to;
  }

  void read(JsonNode contents) {
    if (!contents.isArray() || contents.isEmpty()) {
      throw new Malformed("contents", "must be a list of at least one content");
    }
    for (int i = 0; i < contents.size(); i++) {
      content(contents.get(i), i);
    }
  }

  private void content(JsonNode content, int index) {
    String path = "contents[" + index + "]";
    if (!content.isObject()) {
      throw new Malformed(path, "must be an object");
    }
    Turn.Role role = role(content, path);
    if (role == Turn.Role.ASSISTANT && last != role) {
      open.clear();
    }
    last = role;
    JsonNode parts = PARTS.in(content);
    if (parts != null && !parts.isArray()) {
      throw new Malformed(path + ".parts", "must be a list");
    }
    List<Part> read = new ArrayList<>();
    for (int i = 0; parts != null && i < parts.size(); i++) {
      String at = path + ".parts[" + i + "]";
      if (role != Turn.Role.ASSISTANT && CALL.in(parts.get(i)) != null) {
        throw new Malformed(at + ".functionCall", "must be the model's");
      }
      part(parts.get(i), index, at, read);
    }
    to.turns.add(new Turn(role, read));
  }

  private static Turn.Role role(JsonNode content, String path) {
    JsonNode role = ROLE.in(content);
    return switch (role == null ? "" : role.asText("")) {
      case "", "user", "function" -> Turn.Role.USER;
      case "model" -> Turn.Role.ASSISTANT;
      default -> throw new Malformed(path + ".role", "must be user or model");
    };
  }

  private void part(JsonNode part, int turn, String path, List<Part> read) {
    if (!part.isObject()) {
      throw new Malformed(path, "must be an object");
    }
    Opaque signature = signature(part);
    JsonNode data;
    if ((data = TEXT.in(part)) != null) {
      text(data, part, signature, path, read);
    } else if ((data = CALL.in(part)) != null) {
      read.add(call(data, turn, read, signature, path + ".functionCall"));
    } else if ((data = RESPONSE.in(part)) != null) {
      read.add(result(data, path + ".functionResponse"));
    } else if (INLINE.in(part) != null || FILE.in(part) != null) {
      media(part, path, read);
    } else {
      others(part, path, signature, read);
    }
  }

  /** A signature beside a visible text is kept as a thought without words that follows it. */
  private static void text(
      JsonNode text, JsonNode part, @Nullable Opaque signature, String path, List<Part> read) {
    if (!text.isTextual()) {
      throw new Malformed(path + ".text", "must be a string");
    }
    if (THOUGHT.isTrue(part)) {
      read.add(new Part.Reasoning(text.textValue(), signature));
      return;
    }
    read.add(new Part.Text(text.textValue()));
    if (signature != null) {
      read.add(new Part.Reasoning(null, signature));
    }
  }

  private void media(JsonNode part, String path, List<Part> read) {
    Part media = MediaReader.read(part, path);
    if (media != null) {
      read.add(media);
    } else {
      JsonNode file = FILE.in(part);
      RequestReader.foreign(to, path + ".fileData", file == null ? part : file);
    }
    JsonNode cut = VIDEO.in(part);
    if (cut != null) {
      RequestReader.foreign(to, path + ".videoMetadata", cut);
    }
  }

  private void others(JsonNode part, String path, @Nullable Opaque signature, List<Part> read) {
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      String name = Field.camel(field.getKey());
      if (!name.equals("thought") && !name.equals("thoughtSignature")) {
        RequestReader.foreign(to, path + "." + field.getKey(), field.getValue());
      }
    }
    if (signature != null) {
      read.add(new Part.Reasoning(null, signature));
    }
  }

  private Part.ToolCall call(
      JsonNode call, int turn, List<Part> before, @Nullable Opaque signature, String path) {
    String name = name(call, path);
    String id = ID.text(call);
    if (id == null || id.isEmpty()) {
      int index = (int) before.stream().filter(Part.ToolCall.class::isInstance).count();
      id = CallIds.minted(turn, index, name);
    }
    JsonNode args = ARGS.in(call);
    if (args != null && !args.isObject()) {
      throw new Malformed(path + ".args", "must be an object");
    }
    String arguments = args == null ? "{}" : Json.text(args);
    Part.ToolCall read = new Part.ToolCall(id, name, arguments, false, signature, null);
    open.add(read);
    return read;
  }

  private Part.ToolResult result(JsonNode response, String path) {
    String name = name(response, path);
    Part.ToolCall call = answered(ID.text(response), name);
    if (call == null) {
      throw new Malformed(path, "answers no call of the turn before it");
    }
    open.remove(call);
    return FunctionResult.read(response, call, path, to);
  }

  private Part.@Nullable ToolCall answered(@Nullable String id, String name) {
    for (Part.ToolCall call : open) {
      if (call.id().equals(id)) {
        return call;
      }
    }
    for (Part.ToolCall call : open) {
      if (call.name().equals(name)) {
        return call;
      }
    }
    return null;
  }

  private static String name(JsonNode function, String path) {
    String name = NAME.text(function);
    if (name == null || name.isEmpty()) {
      throw new Malformed(path + ".name", "must be the name of a function");
    }
    return name;
  }

  private static @Nullable Opaque signature(JsonNode part) {
    String value = SIGNATURE.text(part);
    return value == null || value.isEmpty()
        ? null
        : new Opaque(Dialect.GEMINI, Opaque.Kind.SIGNATURE, value);
  }
}
