package io.ailb.simulator.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/messages}: the strictest of all about the order of a history. */
public final class AnthropicRules {
  private static final String WITHOUT_SAMPLING = "2026-10-21";
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  /** The generation that thinks only adaptively, and finishes nobody's sentences. */
  private static final Pattern NEWEST = Pattern.compile("claude-[a-z]+-5.*");

  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "max_tokens",
          "messages",
          "system",
          "stop_sequences",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "thinking",
          "output_config",
          "tools",
          "tool_choice",
          "metadata",
          "service_tier",
          "speed",
          "inference_geo",
          "cache_control",
          "container",
          "diagnostics",
          "context_management",
          "mcp_servers",
          "thread");
  private static final Set<String> IMAGE_TYPES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

  private final JsonNode body;
  private final String version;
  private int cacheMarks;

  private AnthropicRules(JsonNode body, String version) {
    this.body = body;
    this.version = version;
  }

  /** Checks a request under that API version. */
  public static void check(JsonNode body, String version) throws Violation {
    new AnthropicRules(body, version).check();
  }

  private void check() throws Violation {
    only(body, FIELDS, "");
    limits();
    thinking();
    output();
    tools();
    only(body.path("metadata"), Set.of("user_id"), "metadata.");
    system();
    messages();
    if (cacheMarks > 4) {
      throw new Violation(
          "A maximum of 4 blocks with cache_control may be provided. Found " + cacheMarks + ".");
    }
  }

  private boolean newest() {
    return NEWEST.matcher(body.path("model").asText()).matches();
  }

  private void limits() throws Violation {
    if (body.path("max_tokens").asInt() < 1) {
      throw new Violation("max_tokens: Input should be greater than or equal to 1");
    }
    range("temperature");
    range("top_p");
    if (newest() && neutralised(body)) {
      throw new Violation("temperature, top_p and top_k are not supported by this model");
    }
    for (JsonNode stop : body.path("stop_sequences")) {
      if (stop.asText().isEmpty()) {
        throw new Violation("stop_sequences: each stop sequence must be non-empty");
      }
    }
    oneOf("service_tier", body.path("service_tier"), Set.of("auto", "standard_only"));
  }

  private static boolean neutralised(JsonNode body) {
    return body.path("temperature").asDouble(1) != 1
        || body.path("top_p").asDouble(1) < 0.99
        || body.has("top_k");
  }

  private void range(String name) throws Violation {
    double value = body.path(name).asDouble(0);
    if (value < 0 || value > 1) {
      throw new Violation(name + ": range: 0..1");
    }
  }

  private void thinking() throws Violation {
    JsonNode thinking = body.path("thinking");
    only(thinking, Set.of("type", "budget_tokens", "display"), "thinking.");
    oneOf(
        "thinking.type",
        thinking.path("type"),
        Set.of("adaptive", "enabled", "disabled", "between_tools"));
    oneOf("thinking.display", thinking.path("display"), Set.of("summarized", "omitted"));
    String type = thinking.path("type").asText();
    if (newest() && (type.equals("enabled") || type.equals("disabled"))) {
      throw new Violation("thinking.type: \"" + type + "\" is not supported for this model");
    }
    if (!type.equals("enabled")) {
      return;
    }
    int budget = thinking.path("budget_tokens").asInt();
    if (budget < 1024) {
      throw new Violation(
          "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    }
    if (budget >= body.path("max_tokens").asInt()) {
      throw new Violation("`max_tokens` must be greater than `thinking.budget_tokens`");
    }
    if (Set.of("any", "tool").contains(body.path("tool_choice").path("type").asText())) {
      throw new Violation("Thinking may not be enabled when tool_choice forces tool use.");
    }
  }

  private void output() throws Violation {
    JsonNode config = body.path("output_config");
    only(config, Set.of("effort", "format"), "output_config.");
    oneOf("output_config.effort", config.path("effort"), EFFORTS);
    JsonNode format = config.path("format");
    if (format.isMissingNode()) {
      return;
    }
    only(format, Set.of("type", "schema"), "output_config.format.");
    oneOf("output_config.format.type", format.path("type"), Set.of("json_schema"));
    if (!format.path("schema").isObject()) {
      throw new Violation("output_config.format.schema: Field required");
    }
    ClosedSchema.anthropic(format.path("schema"), "output_config.format.schema");
  }

  private void tools() throws Violation {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode tool : body.path("tools")) {
      String at = "tools." + index++;
      names.add(tool.path("name").asText());
      if (tool.has("type") && !tool.path("type").asText().equals("custom")) {
        continue; // A tool of the server's: it has fields of its own.
      }
      only(
          tool,
          Set.of(
              "name",
              "description",
              "input_schema",
              "type",
              "strict",
              "cache_control",
              "eager_input_streaming"),
          at + ".custom.");
      mark(tool);
      if (!NAME.matcher(tool.path("name").asText()).matches()) {
        throw new Violation(
            at + ".custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
      }
      JsonNode schema = tool.path("input_schema");
      if (!schema.isObject() || !schema.has("type")) {
        throw new Violation(
            at + ".custom.input_schema" + (schema.isObject() ? ".type" : "") + ": Field required");
      }
      oneOf(at + ".custom.input_schema.type", schema.path("type"), Set.of("object"));
    }
    if (names.size() < body.path("tools").size()) {
      throw new Violation("tools: Tool names must be unique.");
    }
    choice(names);
  }

  private void choice(Set<String> names) throws Violation {
    JsonNode choice = body.path("tool_choice");
    if (choice.isMissingNode()) {
      return;
    }
    String type = choice.path("type").asText();
    oneOf("tool_choice.type", choice.path("type"), Set.of("auto", "any", "tool", "none"));
    only(
        choice,
        switch (type) {
          case "none" -> Set.of("type");
          case "tool" -> Set.of("type", "name", "disable_parallel_tool_use");
          default -> Set.of("type", "disable_parallel_tool_use");
        },
        "tool_choice." + type + ".");
    if (names.isEmpty()) {
      throw new Violation("tool_choice: tool_choice may only be specified while providing tools");
    }
    String name = choice.path("name").asText();
    if (type.equals("tool") && !names.contains(name)) {
      throw new Violation("Tool '" + name + "' not found in provided tools");
    }
  }

  private void system() throws Violation {
    JsonNode system = body.path("system");
    if (system.isTextual() || system.isMissingNode()) {
      return;
    }
    int index = 0;
    for (JsonNode block : system) {
      String at = "system." + index++;
      oneOf(at + ".type", block.path("type"), Set.of("text"));
      only(block, Set.of("type", "text", "cache_control"), at + ".");
      nonEmpty("system", block.path("text").asText());
      mark(block);
    }
  }

  private void messages() throws Violation {
    JsonNode messages = body.path("messages");
    Set<String> everUsed = new HashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String at = "messages." + i;
      only(message, Set.of("role", "content"), at + ".");
      String role = role(message, i);
      content(message.path("content"), role, at, i == messages.size() - 1);
      uses(message, role, at, everUsed);
      results(message, i == 0 ? null : messages.get(i - 1), at);
      answered(message, i + 1 < messages.size() ? messages.get(i + 1) : null, at);
    }
    end(messages.path(messages.size() - 1));
  }

  private String role(JsonNode message, int index) throws Violation {
    String role = message.path("role").asText();
    boolean known = role.equals("user") || role.equals("assistant");
    boolean system = role.equals("system") && newest() && index > 0;
    if (!known && !system) {
      throw new Violation(
          "messages."
              + index
              + ".role: "
              + (role.equals("system")
                  ? "role 'system' is not supported here; use the top-level `system` parameter"
                  : "Input should be 'user' or 'assistant'"));
    }
    return role;
  }

  private void content(JsonNode content, String role, String at, boolean last) throws Violation {
    if (!content.isTextual() && !content.isArray()) {
      throw new Violation(at + ".content: Field required");
    }
    boolean empty = content.isTextual() ? content.asText().isEmpty() : content.isEmpty();
    if (empty && !(last && role.equals("assistant"))) {
      throw new Violation(
          at
              + ": all messages must have non-empty content except for the optional final assistant"
              + " message");
    }
    if (content.isTextual()) {
      return;
    }
    int index = 0;
    for (JsonNode block : content) {
      block(block, role, at + ".content." + index++);
    }
  }

  private void block(JsonNode block, String role, String at) throws Violation {
    String type = block.path("type").asText();
    String here = at + "." + type;
    mark(block);
    switch (type) {
      case "text" -> {
        only(block, Set.of("type", "text", "cache_control", "citations"), here + ".");
        nonEmpty("messages", block.path("text").asText());
        if (version.equals(WITHOUT_SAMPLING)
            && role.equals("user")
            && !block.path("citations").isEmpty()) {
          throw new Violation(here + ".citations: Extra inputs are not permitted");
        }
      }
      case "image" -> {
        only(block, Set.of("type", "source", "cache_control"), here + ".");
        in(role, "user", type, at);
        image(block.path("source"), here + ".source");
      }
      case "document" -> {
        only(
            block,
            Set.of("type", "source", "title", "context", "citations", "cache_control"),
            here + ".");
        if (version.equals(WITHOUT_SAMPLING)) {
          in(role, "user", type, at);
        }
        document(block.path("source"), here + ".source");
      }
      case "tool_use" -> {
        only(block, Set.of("type", "id", "name", "input", "caller", "cache_control"), here + ".");
        in(role, "assistant", type, at);
        id(block.path("id").asText(), here + ".id");
        if (!NAME.matcher(block.path("name").asText()).matches()) {
          throw new Violation(here + ".name: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
        }
        if (!block.path("input").isObject()) {
          throw new Violation(here + ".input: Input should be a valid dictionary");
        }
      }
      case "tool_result" -> {
        only(
            block,
            Set.of("type", "tool_use_id", "content", "is_error", "cache_control"),
            here + ".");
        in(role, "user", type, at);
        id(block.path("tool_use_id").asText(), here + ".tool_use_id");
        int index = 0;
        if (block.path("content").isArray()) {
          for (JsonNode part : block.path("content")) {
            block(part, role, here + ".content." + index++);
          }
        }
      }
      case "thinking" -> {
        only(block, Set.of("type", "thinking", "signature"), here + ".");
        in(role, "assistant", type, at);
        if (!block.path("signature").asText().equals(Opaque.ANTHROPIC_SIGNATURE)) {
          throw new Violation(at + ": Invalid `signature` in `thinking` block");
        }
      }
      case "redacted_thinking" -> {
        in(role, "assistant", type, at);
        throw new Violation(at + ": Invalid `data` in `redacted_thinking` block");
      }
      default ->
          throw new Violation(
              at
                  + ": Input tag '"
                  + type
                  + "' found using 'type' does not match any of the expected tags: 'document',"
                  + " 'image', 'redacted_thinking', 'search_result', 'text', 'thinking',"
                  + " 'tool_result', 'tool_use'");
    }
  }

  private static void in(String role, String wanted, String type, String at) throws Violation {
    if (!role.equals(wanted)) {
      throw new Violation(at + ": `" + type + "` blocks can only be in `" + wanted + "` messages");
    }
  }

  private static void image(JsonNode source, String at) throws Violation {
    switch (source.path("type").asText()) {
      case "base64" -> {
        only(source, Set.of("type", "media_type", "data"), at + ".base64.");
        oneOf(at + ".base64.media_type", source.path("media_type"), IMAGE_TYPES);
        base64(source, at);
      }
      case "url" -> only(source, Set.of("type", "url"), at + ".url.");
      case "file" -> only(source, Set.of("type", "file_id"), at + ".file.");
      default -> throw new Violation(at + ".type: Input should be 'base64', 'url' or 'file'");
    }
  }

  private static void document(JsonNode source, String at) throws Violation {
    switch (source.path("type").asText()) {
      case "base64" -> {
        only(source, Set.of("type", "media_type", "data"), at + ".base64.");
        oneOf(at + ".base64.media_type", source.path("media_type"), Set.of("application/pdf"));
        base64(source, at);
      }
      case "text" -> {
        only(source, Set.of("type", "media_type", "data"), at + ".text.");
        oneOf(at + ".text.media_type", source.path("media_type"), Set.of("text/plain"));
      }
      case "url" -> only(source, Set.of("type", "url"), at + ".url.");
      case "content", "file" -> {}
      default -> throw new Violation(at + ".type: Input tag is not one of the expected tags");
    }
  }

  private static void base64(JsonNode source, String at) throws Violation {
    if (!Opaque.isBase64(source.path("data").asText())) {
      throw new Violation(at + ".base64.data: invalid base64 data");
    }
  }

  private static void id(String id, String at) throws Violation {
    if (!ID.matcher(id).matches()) {
      throw new Violation(at + ": String should match pattern '^[a-zA-Z0-9_-]+$'");
    }
  }

  private static void uses(JsonNode message, String role, String at, Set<String> everUsed)
      throws Violation {
    for (String id : ids(message, "tool_use", "id")) {
      if (!everUsed.add(id)) {
        throw new Violation(at + ": `tool_use` ids must be unique");
      }
    }
    if (role.equals("user") && !ids(message, "tool_use", "id").isEmpty()) {
      throw new Violation(at + ": `tool_use` blocks can only be in `assistant` messages");
    }
  }

  private static void results(JsonNode message, @Nullable JsonNode before, String at)
      throws Violation {
    Set<String> asked = before == null ? Set.of() : ids(before, "tool_use", "id");
    Set<String> seen = new HashSet<>();
    int index = 0;
    for (JsonNode block : message.path("content")) {
      String here = at + ".content." + index++;
      if (!block.path("type").asText().equals("tool_result")) {
        continue;
      }
      String id = block.path("tool_use_id").asText();
      if (!asked.contains(id)) {
        throw new Violation(
            here
                + ": unexpected `tool_use_id` found in `tool_result` blocks: "
                + id
                + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                + " previous message.");
      }
      if (!seen.add(id)) {
        throw new Violation(
            here
                + ": each tool_use must have a single result. Found multiple `tool_result` blocks"
                + " with id: "
                + id);
      }
    }
  }

  /** Results come in the very next message, and before anything else in it. */
  private static void answered(JsonNode message, @Nullable JsonNode next, String at)
      throws Violation {
    Set<String> open = new LinkedHashSet<>(ids(message, "tool_use", "id"));
    if (next != null) {
      for (JsonNode block : next.path("content")) {
        if (!block.path("type").asText().equals("tool_result")) {
          break;
        }
        open.remove(block.path("tool_use_id").asText());
      }
    }
    if (!open.isEmpty()) {
      throw new Violation(
          at
              + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
              + String.join(", ", open)
              + ". Each `tool_use` block must have a corresponding `tool_result` block in the next"
              + " message.");
    }
  }

  private void end(JsonNode last) throws Violation {
    if (!last.path("role").asText().equals("assistant")) {
      return;
    }
    if (newest()) {
      throw new Violation(
          "This model does not support assistant message prefill. The conversation must end with a"
              + " user message.");
    }
    JsonNode content = last.path("content");
    String text =
        content.isTextual()
            ? content.asText()
            : content.path(content.size() - 1).path("text").asText();
    if (!text.equals(text.stripTrailing())) {
      throw new Violation("messages: final assistant content cannot end with trailing whitespace");
    }
  }

  private static Set<String> ids(JsonNode message, String type, String member) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode block : message.path("content")) {
      if (block.path("type").asText().equals(type)) {
        ids.add(block.path(member).asText());
      }
    }
    return ids;
  }

  private void mark(JsonNode block) throws Violation {
    JsonNode mark = block.path("cache_control");
    if (mark.isObject()) {
      cacheMarks++;
      only(mark, Set.of("type", "ttl"), "cache_control.");
      oneOf("cache_control.type", mark.path("type"), Set.of("ephemeral"));
      oneOf("cache_control.ttl", mark.path("ttl"), Set.of("5m", "1h"));
    }
  }

  private static void nonEmpty(String where, String text) throws Violation {
    if (text.isEmpty()) {
      throw new Violation(where + ": text content blocks must be non-empty");
    }
    if (text.isBlank()) {
      throw new Violation(where + ": text content blocks must contain non-whitespace text");
    }
  }

  private static void oneOf(String at, JsonNode value, Set<String> allowed) throws Violation {
    if (!value.isMissingNode() && !value.isNull() && !allowed.contains(value.asText())) {
      List<String> words = allowed.stream().sorted().map(word -> "'" + word + "'").toList();
      throw new Violation(at + ": Input should be " + String.join(" or ", words));
    }
  }

  private static void only(JsonNode object, Set<String> allowed, String at) throws Violation {
    for (var member : object.properties()) {
      if (!allowed.contains(member.getKey())) {
        throw new Violation(at + member.getKey() + ": Extra inputs are not permitted");
      }
    }
  }
}
