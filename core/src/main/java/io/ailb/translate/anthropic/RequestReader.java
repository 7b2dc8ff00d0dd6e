package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one request. */
final class RequestReader {
  /** Read by name below, or known to the call already. */
  private static final Set<String> READ =
      Set.of(
          "model",
          "stream",
          "max_tokens",
          "messages",
          "system",
          "stop_sequences",
          "temperature",
          "top_p",
          "top_k",
          "thinking",
          "output_config",
          "tools",
          "tool_choice",
          "metadata",
          "service_tier",
          "cache_control");

  private final ObjectNode body;
  private final ChatRequest.Builder request = ChatRequest.builder();
  private final ContentReader content = new ContentReader(request.foreign);

  private RequestReader(ObjectNode body) {
    this.body = body;
  }

  static ChatRequest read(ObjectNode body) {
    return new RequestReader(body).request();
  }

  private ChatRequest request() {
    system();
    messages();
    tools();
    toolChoice();
    maxTokens();
    sampling();
    output();
    request.reasoning = ThinkingReader.wish(body, request.foreign);
    request.tier = tier();
    request.userId = Json.string(body.path("metadata"), "user_id");
    request.usageInStream = true;
    lastCacheMark();
    unknown();
    return request.build();
  }

  private void system() {
    JsonNode system = body.get("system");
    if (system == null || system.isNull()) {
      return;
    }
    request.instructions.addAll(texts(content.parts(system, "system", Turn.Role.SYSTEM), "system"));
  }

  private static List<Part.Text> texts(List<Part> parts, String path) {
    List<Part.Text> texts = new ArrayList<>();
    for (Part part : parts) {
      if (!(part instanceof Part.Text text)) {
        throw new Malformed(path, "must hold texts only");
      }
      texts.add(text);
    }
    return texts;
  }

  private void messages() {
    JsonNode messages = body.get("messages");
    if (messages == null || !messages.isArray()) {
      throw new Malformed("messages", "must be a list");
    }
    for (int i = 0; i < messages.size(); i++) {
      String path = "messages[" + i + "]";
      JsonNode message = messages.get(i);
      Turn.Role role = role(message, path);
      List<Part> parts = content.parts(message.get("content"), path + ".content", role);
      if (role == Turn.Role.SYSTEM) {
        texts(parts, path + ".content");
      }
      request.turns.add(new Turn(role, parts));
    }
  }

  private static Turn.Role role(JsonNode message, String path) {
    String role = Json.string(message, "role");
    return switch (role == null ? "" : role) {
      case "user" -> Turn.Role.USER;
      case "assistant" -> Turn.Role.ASSISTANT;
      case "system" -> Turn.Role.SYSTEM;
      default -> throw new Malformed(path + ".role", "must be user, assistant or system");
    };
  }

  private void tools() {
    JsonNode tools = body.path("tools");
    if (Json.has(body, "tools") && !tools.isArray()) {
      throw new Malformed("tools", "must be a list");
    }
    for (int i = 0; i < tools.size(); i++) {
      JsonNode tool = tools.get(i);
      String path = "tools[" + i + "]";
      String type = Json.string(tool, "type");
      if (type != null && !type.equals("custom")) {
        request.foreign.put(path + ".type=" + type, tool);
      } else {
        tool(tool, path);
      }
    }
  }

  private void tool(JsonNode tool, String path) {
    String name = Json.string(tool, "name");
    if (name == null) {
      throw new Malformed(path + ".name", "must be a text");
    }
    for (String field : List.of("defer_loading", "allowed_callers")) {
      JsonNode value = tool.path(field);
      if (value.asBoolean() || (value.isArray() && !value.toString().equals("[\"direct\"]"))) {
        request.foreign.put(path + "." + field, value);
      }
    }
    JsonNode schema = tool.get("input_schema");
    request.tools.add(
        new Tool(
            name,
            Json.string(tool, "description"),
            schema == null || schema.isNull() ? null : schema,
            Json.flag(tool, "strict"),
            false,
            ContentReader.cache(tool)));
  }

  private void toolChoice() {
    JsonNode choice = body.get("tool_choice");
    if (choice == null || choice.isNull()) {
      return;
    }
    String type = Json.string(choice, "type");
    request.toolChoice =
        switch (type == null ? "" : type) {
          case "auto" -> ToolChoice.AUTO;
          case "any" -> ToolChoice.REQUIRED;
          case "none" -> ToolChoice.NONE;
          case "tool" -> one(choice);
          default -> throw new Malformed("tool_choice.type", "must be auto, any, none or tool");
        };
    Boolean one = Json.flag(choice, "disable_parallel_tool_use");
    request.parallelToolCalls = one == null ? null : !one;
  }

  private static ToolChoice one(JsonNode choice) {
    String name = Json.string(choice, "name");
    if (name == null) {
      throw new Malformed("tool_choice.name", "must be a text");
    }
    return new ToolChoice.One(name);
  }

  private void maxTokens() {
    Long most = Json.whole(body, "max_tokens");
    if (most != null && most == 0) {
      // Asks for no answer at all, only for a warm cache.
      request.foreign.put("max_tokens=0", body.path("max_tokens"));
      return;
    }
    if (most != null && most < 0) {
      throw new Malformed("max_tokens", "must not be negative");
    }
    request.maxOutputTokens = most;
  }

  private void sampling() {
    List<String> stop = new ArrayList<>();
    body.path("stop_sequences").forEach(text -> stop.add(text.asText()));
    request.sampling =
        new Sampling(
            number("temperature"),
            number("top_p"),
            number("top_k"),
            null,
            null,
            null,
            stop,
            false,
            null,
            1);
  }

  private @Nullable BigDecimal number(String name) {
    JsonNode value = body.path(name);
    return value.isNumber() ? value.decimalValue() : null;
  }

  private void output() {
    for (Map.Entry<String, JsonNode> field : body.path("output_config").properties()) {
      JsonNode value = field.getValue();
      switch (field.getKey()) {
        case "effort" -> {}
        case "format" -> format(value);
        default -> unknown("output_config." + field.getKey(), value);
      }
    }
  }

  private void format(JsonNode format) {
    if (format.isNull()) {
      return;
    }
    if (!"json_schema".equals(Json.string(format, "type"))) {
      request.foreign.put("output_config.format", format);
      return;
    }
    if (!(format.get("schema") instanceof ObjectNode)) {
      throw new Malformed("output_config.format.schema", "must be an object");
    }
    // Anthropic's schemas always bind, and so there is no word for it.
    request.output = new OutputFormat.Schema(null, null, format.path("schema"), null);
  }

  private @Nullable String tier() {
    String tier = Json.string(body, "service_tier");
    return "standard_only".equals(tier) ? "default" : tier;
  }

  /** A mark of the whole request stands for one on its last block. */
  private void lastCacheMark() {
    if (ContentReader.cache(body) == null || request.turns.isEmpty()) {
      return;
    }
    int last = request.turns.size() - 1;
    request.turns.set(
        last, CacheMarks.onLastPart(request.turns.get(last), ContentReader.cache(body)));
  }

  private void unknown() {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!READ.contains(field.getKey())) {
        unknown(field.getKey(), field.getValue());
      }
    }
  }

  private void unknown(String path, JsonNode value) {
    boolean says =
        !value.isNull()
            && !(value.isContainerNode() && value.isEmpty())
            && !(value.isBoolean() && !value.booleanValue())
            && !(path.equals("speed") && value.asText().equals("standard"));
    if (says) {
      request.foreign.put(path, value);
    }
  }
}
