package io.ailb.simulator.rule;

import static io.ailb.simulator.rule.OpenAiWords.name;
import static io.ailb.simulator.rule.OpenAiWords.noLonger;
import static io.ailb.simulator.rule.OpenAiWords.oneOf;
import static io.ailb.simulator.rule.OpenAiWords.only;
import static io.ailb.simulator.rule.OpenAiWords.range;
import static io.ailb.simulator.rule.OpenAiWords.required;
import static io.ailb.simulator.rule.OpenAiWords.string;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code POST /chat/completions} as OpenAI itself takes it. */
public final class OpenAiChatRules {
  private static final Set<String> FIELDS =
      Set.of(
          "messages",
          "model",
          "max_completion_tokens",
          "max_tokens",
          "temperature",
          "top_p",
          "frequency_penalty",
          "presence_penalty",
          "stop",
          "n",
          "seed",
          "logprobs",
          "top_logprobs",
          "logit_bias",
          "response_format",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "functions",
          "function_call",
          "reasoning_effort",
          "verbosity",
          "stream",
          "stream_options",
          "store",
          "metadata",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "service_tier",
          "modalities",
          "audio",
          "prediction",
          "web_search_options",
          "moderation");
  private static final int LONGEST_CALL_ID = 40;

  private final JsonNode body;

  private OpenAiChatRules(JsonNode body) {
    this.body = body;
  }

  /** Checks a request. */
  public static void check(JsonNode body) throws Violation {
    new OpenAiChatRules(body).check();
  }

  private void check() throws Violation {
    only(body, FIELDS, "");
    numbers();
    limits();
    format();
    tools();
    messages();
  }

  private void numbers() throws Violation {
    range(body, "temperature", 0, 2);
    range(body, "top_p", 0, 1);
    range(body, "frequency_penalty", -2, 2);
    range(body, "presence_penalty", -2, 2);
    range(body, "n", 1, 128);
    range(body, "max_completion_tokens", 1, Integer.MAX_VALUE);
    range(body, "max_tokens", 1, Integer.MAX_VALUE);
    if (body.path("stop").size() > 4) {
      throw new Violation(
          "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an"
              + " array with length "
              + body.path("stop").size()
              + " instead.",
          "stop",
          "array_above_max_length");
    }
    oneOf(
        body.path("reasoning_effort"),
        Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
        "reasoning_effort");
    oneOf(
        body.path("service_tier"),
        Set.of("auto", "default", "flex", "scale", "priority", "fast"),
        "service_tier");
  }

  private void limits() throws Violation {
    boolean old = body.hasNonNull("max_tokens");
    if (old && body.hasNonNull("max_completion_tokens")) {
      throw new Violation(
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
          "max_tokens");
    }
    if (old && OpenAiWords.REASONING.matcher(body.path("model").asText()).matches()) {
      throw new Violation(
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
              + " 'max_completion_tokens' instead.",
          "max_tokens",
          "unsupported_parameter");
    }
    if (body.hasNonNull("stream_options") && !body.path("stream").asBoolean()) {
      throw new Violation(
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
          "stream_options");
    }
    only(
        body.path("stream_options"),
        Set.of("include_usage", "include_obfuscation"),
        "stream_options.");
  }

  private void format() throws Violation {
    JsonNode format = body.path("response_format");
    oneOf(
        format.path("type"), Set.of("text", "json_object", "json_schema"), "response_format.type");
    switch (format.path("type").asText()) {
      case "json_schema" -> {
        only(format, Set.of("type", "json_schema"), "response_format.");
        JsonNode schema = format.path("json_schema");
        String at = "response_format.json_schema.";
        only(schema, Set.of("name", "schema", "strict", "description"), at);
        required(schema, "name", at);
        name(schema.path("name"), at + "name");
        if (schema.path("strict").asBoolean()) {
          ClosedSchema.openAi(
              schema.path("schema"),
              "response_format '" + schema.path("name").asText() + "'",
              "response_format");
        }
      }
      case "json_object" -> {
        if (!body.path("messages").toString().toLowerCase(Locale.ROOT).contains("json")) {
          throw new Violation(
              "'messages' must contain the word 'json' in some form, to use 'response_format' of"
                  + " type 'json_object'.",
              "messages");
        }
      }
      default -> {}
    }
  }

  private void tools() throws Violation {
    OpenAiWords.tools(body);
    JsonNode tools = body.path("tools");
    if (tools.isArray() && tools.isEmpty()) {
      throw new Violation(
          "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty"
              + " array instead.",
          "tools",
          "empty_array");
    }
    int index = 0;
    List<String> names = new ArrayList<>();
    for (JsonNode tool : tools) {
      String at = "tools[" + index++ + "].";
      required(tool, "type", at);
      oneOf(tool.path("type"), Set.of("function", "custom"), at + "type");
      String type = tool.path("type").asText();
      only(tool, Set.of("type", type), at);
      required(tool, type, at);
      JsonNode inner = tool.path(type);
      only(
          inner,
          type.equals("function")
              ? Set.of("name", "description", "parameters", "strict")
              : Set.of("name", "description", "format"),
          at + type + ".");
      required(inner, "name", at + type + ".");
      name(inner.path("name"), at + type + ".name");
      names.add(inner.path("name").asText());
      if (inner.path("strict").asBoolean()) {
        ClosedSchema.openAi(
            inner.path("parameters"),
            "function '" + inner.path("name").asText() + "'",
            at + "function.parameters");
      }
    }
    choice(names);
  }

  private void choice(List<String> names) throws Violation {
    JsonNode choice = body.path("tool_choice");
    if (choice.isTextual()) {
      oneOf(choice, Set.of("none", "auto", "required"), "tool_choice");
    } else if (choice.isObject()) {
      String type = choice.path("type").asText();
      oneOf(choice.path("type"), Set.of("function", "custom", "allowed_tools"), "tool_choice.type");
      only(choice, Set.of("type", type), "tool_choice.");
      required(choice, type, "tool_choice.");
      String wanted = choice.path(type).path("name").asText("");
      if (!type.equals("allowed_tools") && !names.contains(wanted)) {
        throw new Violation(
            "Tool choice '" + type + "' '" + wanted + "' not found in 'tools' parameter.",
            "tool_choice");
      }
    }
  }

  private void messages() throws Violation {
    Set<String> open = new LinkedHashSet<>();
    int index = 0;
    for (JsonNode message : body.path("messages")) {
      String at = "messages[" + index + "]";
      String role = message.path("role").asText();
      oneOf(
          message.path("role"),
          Set.of("system", "developer", "user", "assistant", "tool", "function"),
          at + ".role");
      required(message, "role", at + ".");
      only(message, fields(role), at + ".");
      if (role.equals("tool")) {
        required(message, "tool_call_id", at + ".");
        answer(message.path("tool_call_id").asText(), open, index);
      } else {
        closed(open, at);
      }
      content(message, role, at);
      calls(message.path("tool_calls"), at, open);
      index++;
    }
    closed(open, "messages[" + index + "]");
  }

  private static Set<String> fields(String role) {
    return switch (role) {
      case "assistant" ->
          Set.of("role", "content", "name", "refusal", "tool_calls", "function_call", "audio");
      case "tool" -> Set.of("role", "content", "tool_call_id");
      default -> Set.of("role", "content", "name");
    };
  }

  private static void answer(String id, Set<String> open, int index) throws Violation {
    if (!open.remove(id)) {
      throw new Violation(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message"
              + " with 'tool_calls'.",
          "messages.[" + index + "].role");
    }
  }

  private static void closed(Set<String> open, String at) throws Violation {
    if (!open.isEmpty()) {
      throw new Violation(
          "An assistant message with 'tool_calls' must be followed by tool messages responding to"
              + " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
              + String.join(", ", open),
          at + ".role");
    }
  }

  private static void content(JsonNode message, String role, String at) throws Violation {
    JsonNode content = message.path("content");
    if (content.isMissingNode() || content.isNull()) {
      boolean other =
          message.hasNonNull("tool_calls")
              || message.hasNonNull("refusal")
              || message.hasNonNull("function_call")
              || message.hasNonNull("audio");
      if (!role.equals("assistant") || !other) {
        throw new Violation(
            "Invalid value for 'content': expected a string, got null.", at + ".content");
      }
      return;
    }
    if (content.isTextual()) {
      return;
    }
    if (!content.isArray() || content.isEmpty()) {
      throw new Violation(
          "Invalid type for '" + at + ".content': expected a string or a non-empty array.",
          at + ".content",
          "invalid_type");
    }
    int index = 0;
    for (JsonNode part : content) {
      part(part, role, at + ".content[" + index++ + "]");
    }
  }

  private static void part(JsonNode part, String role, String at) throws Violation {
    String type = part.path("type").asText();
    if (role.equals("tool") && type.equals("image_url")) {
      throw new Violation(
          "Image URLs are only allowed for messages with role 'user', but this message with role"
              + " 'tool' contains an image URL.",
          at,
          "invalid_value");
    }
    oneOf(
        part.path("type"),
        switch (role) {
          case "user" -> Set.of("text", "image_url", "input_audio", "file");
          case "assistant" -> Set.of("text", "refusal");
          default -> Set.of("text");
        },
        at + ".type");
    only(part, Set.of("type", type, "prompt_cache_breakpoint"), at + ".");
    required(part, type, at + ".");
    switch (type) {
      case "image_url" -> {
        only(part.path(type), Set.of("url", "detail"), at + ".image_url.");
        OpenAiWords.image(part.path(type).path("url"), at + ".image_url.url");
      }
      case "input_audio" ->
          oneOf(part.path(type).path("format"), Set.of("wav", "mp3"), at + ".input_audio.format");
      case "file" ->
          only(part.path(type), Set.of("file_data", "file_id", "filename"), at + ".file.");
      default -> string(part.path(type), at + "." + type);
    }
  }

  private static void calls(JsonNode calls, String at, Set<String> open) throws Violation {
    if (calls.isArray() && calls.isEmpty()) {
      throw new Violation(
          "Invalid '"
              + at
              + ".tool_calls': empty array. Expected an array with minimum length 1,"
              + " but got an empty array instead.",
          at + ".tool_calls",
          "empty_array");
    }
    int index = 0;
    for (JsonNode call : calls) {
      String here = at + ".tool_calls[" + index++ + "].";
      required(call, "id", here);
      required(call, "type", here);
      oneOf(call.path("type"), Set.of("function", "custom"), here + "type");
      noLonger(call.path("id"), LONGEST_CALL_ID, here + "id");
      String type = call.path("type").asText();
      only(call, Set.of("id", "type", type), here);
      required(call, type, here);
      name(call.path(type).path("name"), here + type + ".name");
      string(
          call.path(type).path(type.equals("function") ? "arguments" : "input"),
          here + type + ".arguments");
      open.add(call.path("id").asText());
    }
  }
}
