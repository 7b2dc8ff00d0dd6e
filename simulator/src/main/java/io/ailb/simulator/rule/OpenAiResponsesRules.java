package io.ailb.simulator.rule;

import static io.ailb.simulator.rule.OpenAiWords.name;
import static io.ailb.simulator.rule.OpenAiWords.noLonger;
import static io.ailb.simulator.rule.OpenAiWords.oneOf;
import static io.ailb.simulator.rule.OpenAiWords.only;
import static io.ailb.simulator.rule.OpenAiWords.range;
import static io.ailb.simulator.rule.OpenAiWords.required;
import static io.ailb.simulator.rule.OpenAiWords.string;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code POST /responses}. */
public final class OpenAiResponsesRules {
  private static final Set<String> FIELDS =
      Set.of(
          "input",
          "instructions",
          "model",
          "max_output_tokens",
          "temperature",
          "top_p",
          "top_logprobs",
          "text",
          "reasoning",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "max_tool_calls",
          "previous_response_id",
          "conversation",
          "prompt",
          "store",
          "include",
          "background",
          "context_management",
          "truncation",
          "moderation",
          "access_programs",
          "image",
          "stream",
          "stream_options",
          "metadata",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "service_tier");

  /** Fields of the other dialect, and where they went. */
  private static final Map<String, String> MOVED =
      Map.of("response_format", "text.format", "reasoning_effort", "reasoning.effort");

  private static final int LONGEST_CALL_ID = 64;
  private static final Pattern ITEM_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Map<String, String> PREFIXES =
      Map.of("message", "msg", "function_call", "fc", "reasoning", "rs");

  private final JsonNode body;

  private OpenAiResponsesRules(JsonNode body) {
    this.body = body;
  }

  /** Checks a request. */
  public static void check(JsonNode body) throws Violation {
    new OpenAiResponsesRules(body).check();
  }

  private void check() throws Violation {
    for (var moved : MOVED.entrySet()) {
      if (body.has(moved.getKey())) {
        throw new Violation(
            "Unsupported parameter: '%s'. In the Responses API, this parameter has moved to '%s'."
                .formatted(moved.getKey(), moved.getValue()),
            moved.getKey(),
            "unsupported_parameter");
      }
    }
    only(body, FIELDS, "");
    range(body, "temperature", 0, 2);
    range(body, "top_p", 0, 1);
    range(body, "max_output_tokens", 1, Integer.MAX_VALUE);
    settings();
    tools();
    if (body.path("input").isArray()) {
      input();
    }
  }

  private void settings() throws Violation {
    JsonNode text = body.path("text");
    only(text, Set.of("format", "verbosity"), "text.");
    JsonNode format = text.path("format");
    oneOf(format.path("type"), Set.of("text", "json_object", "json_schema"), "text.format.type");
    if (format.path("type").asText().equals("json_schema")) {
      only(format, Set.of("type", "name", "schema", "strict", "description"), "text.format.");
      required(format, "name", "text.format.");
      required(format, "schema", "text.format.");
      name(format.path("name"), "text.format.name");
      if (format.path("strict").asBoolean()) {
        ClosedSchema.openAi(
            format.path("schema"),
            "response_format '" + format.path("name").asText() + "'",
            "text.format.schema");
      }
    }
    JsonNode reasoning = body.path("reasoning");
    only(
        reasoning,
        Set.of("effort", "summary", "context", "mode", "generate_summary"),
        "reasoning.");
    oneOf(
        reasoning.path("effort"),
        Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
        "reasoning.effort");
    oneOf(reasoning.path("summary"), Set.of("auto", "concise", "detailed"), "reasoning.summary");
    only(body.path("stream_options"), Set.of("include_obfuscation"), "stream_options.");
  }

  private void tools() throws Violation {
    OpenAiWords.tools(body);
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode tool : body.path("tools")) {
      String at = "tools[" + index++ + "].";
      required(tool, "type", at);
      if (!tool.path("type").asText().equals("function")) {
        continue; // A hosted or free-text tool, with fields of its own.
      }
      required(tool, "name", at);
      only(tool, Set.of("type", "name", "description", "parameters", "strict"), at);
      name(tool.path("name"), at + "name");
      names.add(tool.path("name").asText());
      // Absent means strict.
      if (tool.path("strict").asBoolean(true)) {
        ClosedSchema.openAi(
            tool.path("parameters"),
            "function '" + tool.path("name").asText() + "'",
            at + "parameters");
      }
    }
    JsonNode choice = body.path("tool_choice");
    if (choice.isTextual()) {
      oneOf(choice, Set.of("none", "auto", "required"), "tool_choice");
    } else if (choice.path("type").asText().equals("function")) {
      only(choice, Set.of("type", "name"), "tool_choice.");
      required(choice, "name", "tool_choice.");
      if (!names.contains(choice.path("name").asText())) {
        throw new Violation(
            "Tool choice 'function' not found in 'tools' parameter.", "tool_choice");
      }
    }
  }

  private void input() throws Violation {
    Set<String> asked = new LinkedHashSet<>();
    Set<String> answered = new HashSet<>();
    Set<String> ids = new HashSet<>();
    int index = 0;
    String before = "";
    for (JsonNode item : body.path("input")) {
      String at = "input[" + index++ + "]";
      String type = item.path("type").asText("message");
      id(item, type, at, ids);
      switch (type) {
        case "message" -> message(item, at);
        case "function_call" -> {
          only(item, Set.of("type", "id", "call_id", "name", "arguments", "status"), at + ".");
          callId(item, at);
          name(item.path("name"), at + ".name");
          string(item.path("arguments"), at + ".arguments");
          asked.add(item.path("call_id").asText());
        }
        case "function_call_output" -> {
          only(item, Set.of("type", "id", "call_id", "output", "status"), at + ".");
          callId(item, at);
          required(item, "output", at + ".");
          answered.add(item.path("call_id").asText());
          if (!asked.contains(item.path("call_id").asText())) {
            throw new Violation(
                "No tool call found for function call output with call_id "
                    + item.path("call_id").asText()
                    + ".",
                "input");
          }
        }
        case "reasoning" -> reasoning(item, at);
        case "item_reference", "custom_tool_call", "custom_tool_call_output" -> {}
        default ->
            throw new Violation("Invalid value: '" + type + "'.", at + ".type", "invalid_value");
      }
      followed(before, type, at);
      before = type;
    }
    followed(before, "", "input");
    asked.removeAll(answered);
    if (!asked.isEmpty()) {
      throw new Violation(
          "No tool output found for function call " + asked.iterator().next() + ".", "input");
    }
  }

  private static void id(JsonNode item, String type, String at, Set<String> ids) throws Violation {
    if (!item.hasNonNull("id")) {
      return;
    }
    String id = item.path("id").asText();
    String prefix = PREFIXES.get(type);
    if (prefix != null && !id.startsWith(prefix)) {
      throw new Violation(
          "Invalid '%s.id': '%s'. Expected an ID that begins with '%s'.".formatted(at, id, prefix),
          at + ".id",
          "invalid_value");
    }
    if (!ITEM_ID.matcher(id).matches()) {
      throw new Violation(
          "Invalid '%s.id': '%s'. Expected an ID that contains letters, numbers, underscores, or dashes, but this value contained additional characters."
              .formatted(at, id),
          at + ".id",
          "invalid_value");
    }
    if (!ids.add(id)) {
      throw new Violation(
          "Duplicate item found with id " + id + ". Remove duplicate items from your input.",
          "input");
    }
  }

  private static void callId(JsonNode item, String at) throws Violation {
    required(item, "call_id", at + ".");
    noLonger(item.path("call_id"), LONGEST_CALL_ID, at + ".call_id");
  }

  private static void message(JsonNode item, String at) throws Violation {
    required(item, "role", at + ".");
    only(item, Set.of("type", "id", "role", "content", "status", "phase"), at + ".");
    oneOf(item.path("role"), Set.of("user", "assistant", "system", "developer"), at + ".role");
    JsonNode content = item.path("content");
    if (content.isTextual()) {
      return;
    }
    required(item, "content", at + ".");
    boolean assistant = item.path("role").asText().equals("assistant");
    int index = 0;
    for (JsonNode part : content) {
      String here = at + ".content[" + index++ + "].";
      oneOf(
          part.path("type"),
          assistant
              ? Set.of("output_text", "refusal")
              : Set.of("input_text", "input_image", "input_file"),
          here + "type");
      part(part, here);
    }
  }

  private static void part(JsonNode part, String at) throws Violation {
    switch (part.path("type").asText()) {
      case "input_text" -> {
        only(part, Set.of("type", "text", "prompt_cache_breakpoint"), at);
        string(part.path("text"), at + "text");
      }
      case "output_text" -> {
        only(part, Set.of("type", "text", "annotations", "logprobs"), at);
        string(part.path("text"), at + "text");
      }
      case "refusal" -> only(part, Set.of("type", "refusal"), at);
      case "input_image" -> {
        only(part, Set.of("type", "image_url", "file_id", "detail", "prompt_cache_breakpoint"), at);
        if (part.hasNonNull("image_url")) {
          OpenAiWords.image(part.path("image_url"), at + "image_url");
        }
      }
      case "input_file" ->
          only(
              part,
              Set.of(
                  "type",
                  "file_data",
                  "file_id",
                  "file_url",
                  "filename",
                  "detail",
                  "prompt_cache_breakpoint"),
              at);
      default -> required(part, "type", at);
    }
  }

  private static void reasoning(JsonNode item, String at) throws Violation {
    only(item, Set.of("type", "id", "summary", "content", "encrypted_content", "status"), at + ".");
    required(item, "id", at + ".");
    required(item, "summary", at + ".");
    JsonNode sealed = item.path("encrypted_content");
    if (sealed.isTextual() && !sealed.asText().equals(Opaque.OPENAI_ENCRYPTED)) {
      throw new Violation(
          "The encrypted content for item "
              + item.path("id").asText()
              + " could not be verified. Reason: Encrypted content could not be decrypted or"
              + " parsed.",
          null,
          "invalid_encrypted_content");
    }
  }

  private static void followed(String before, String type, String at) throws Violation {
    boolean models = type.equals("message") || type.equals("function_call");
    if (before.equals("reasoning") && !models && !type.equals("reasoning")) {
      throw new Violation(
          "Item of type 'reasoning' was provided without its required following item.", at);
    }
  }
}
