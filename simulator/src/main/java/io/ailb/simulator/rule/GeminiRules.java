package io.ailb.simulator.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code :generateContent}: a message of protocol buffers, so that names are known or an error. */
public final class GeminiRules {
  private static final Pattern FUNCTION = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}");

  /** The generation that wants its signatures back. */
  private static final Pattern SIGNS = Pattern.compile("gemini-[3-9].*");

  private static final Set<String> FIELDS =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "generationConfig",
          "safetySettings",
          "cachedContent",
          "serviceTier",
          "labels",
          "model",
          "store");
  private static final Set<String> CONFIG =
      Set.of(
          "maxOutputTokens",
          "temperature",
          "topP",
          "topK",
          "candidateCount",
          "stopSequences",
          "seed",
          "presencePenalty",
          "frequencyPenalty",
          "responseLogprobs",
          "logprobs",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "responseModalities",
          "thinkingConfig",
          "mediaResolution",
          "speechConfig",
          "imageConfig",
          "enableEnhancedCivicAnswers");
  private static final Set<String> DATA =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "toolCall",
          "toolResponse");
  private static final Set<String> BESIDE_DATA =
      Set.of("thought", "thoughtSignature", "partMetadata", "videoMetadata", "mediaResolution");
  private static final Set<String> SCHEMA =
      Set.of(
          "type",
          "format",
          "title",
          "description",
          "nullable",
          "enum",
          "items",
          "prefixItems",
          "minItems",
          "maxItems",
          "minLength",
          "maxLength",
          "minProperties",
          "maxProperties",
          "minimum",
          "maximum",
          "pattern",
          "example",
          "default",
          "anyOf",
          "properties",
          "required",
          "propertyOrdering");
  private static final Set<String> JSON_SCHEMA =
      Set.of(
          "$id",
          "$defs",
          "$ref",
          "$anchor",
          "type",
          "format",
          "title",
          "description",
          "enum",
          "items",
          "prefixItems",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "anyOf",
          "oneOf",
          "properties",
          "additionalProperties",
          "required",
          "propertyOrdering");

  private final JsonNode body;
  private final String model;

  private GeminiRules(JsonNode body, String model) {
    this.body = body;
    this.model = model;
  }

  /** Checks a request to that model. */
  public static void check(JsonNode body, String model) throws Violation {
    new GeminiRules(body, model).check();
  }

  private void check() throws Violation {
    only(body, FIELDS, "");
    only(body.path("systemInstruction"), Set.of("role", "parts"), "system_instruction");
    if (body.has("systemInstruction")) {
      parts(body.path("systemInstruction").path("parts"), "system_instruction");
    }
    config();
    tools();
    contents();
    turns();
    signatures();
  }

  private void config() throws Violation {
    JsonNode config = body.path("generationConfig");
    only(config, CONFIG, "generation_config");
    if (config.path("temperature").asDouble(0) < 0 || config.path("temperature").asDouble() > 2) {
      throw new Violation(
          "* GenerateContentRequest.generation_config.temperature: must be in the"
              + " range [0.0, 2.0]\n");
    }
    if (config.has("maxOutputTokens") && config.path("maxOutputTokens").asInt() < 1) {
      throw new Violation("max_output_tokens must be positive.");
    }
    if (config.path("stopSequences").size() > 5) {
      throw new Violation("The number of stop sequences must be at most 5.");
    }
    JsonNode seed = config.path("seed");
    if (seed.isNumber() && !seed.canConvertToInt()) {
      throw value("generation_config.seed", "TYPE_INT32", seed.asText());
    }
    schemas(config);
    JsonNode thinking = config.path("thinkingConfig");
    only(
        thinking,
        Set.of("includeThoughts", "thinkingBudget", "thinkingLevel"),
        "generation_config.thinking_config");
    if (thinking.has("thinkingBudget") && thinking.has("thinkingLevel")) {
      throw new Violation("You can only set only one of thinking budget and thinking level.");
    }
  }

  private static void schemas(JsonNode config) throws Violation {
    boolean asks = config.has("responseSchema") || config.has("responseJsonSchema");
    String mime = config.path("responseMimeType").asText();
    if (asks && !mime.equals("application/json") && !mime.equals("text/x.enum")) {
      throw new Violation(
          "* GenerateContentRequest.generation_config.response_mime_type: response schema requires"
              + " a JSON response mime type\n");
    }
    if (config.has("responseSchema") && config.has("responseJsonSchema")) {
      throw new Violation("Only one of response_schema and response_json_schema can be set.");
    }
    schema(config.path("responseSchema"), SCHEMA, "generation_config.response_schema");
    jsonSchema(config.path("responseJsonSchema"), "generation_config.response_json_schema");
  }

  /** The older form is a message, so that a strange keyword is a strange name. */
  private static void schema(JsonNode schema, Set<String> known, String at) throws Violation {
    only(schema, known, at);
    for (var property : schema.path("properties").properties()) {
      schema(property.getValue(), known, at + ".properties[0].value");
    }
    if (schema.path("items").isObject()) {
      schema(schema.path("items"), known, at + ".items");
    }
  }

  private static void jsonSchema(JsonNode schema, String at) throws Violation {
    for (var keyword : schema.properties()) {
      boolean beside = schema.has("$ref") && !keyword.getKey().startsWith("$");
      if (beside || !JSON_SCHEMA.contains(keyword.getKey())) {
        throw new Violation(
            "Request contains an unsupported JSON schema keyword '%s' at %s"
                .formatted(keyword.getKey(), at));
      }
    }
    List<JsonNode> inner = new ArrayList<>();
    schema.path("properties").forEach(inner::add);
    schema.path("$defs").forEach(inner::add);
    schema.path("anyOf").forEach(inner::add);
    schema.path("oneOf").forEach(inner::add);
    if (schema.path("items").isObject()) {
      inner.add(schema.path("items"));
    }
    for (JsonNode one : inner) {
      jsonSchema(one, at);
    }
  }

  private void tools() throws Violation {
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode tool : body.path("tools")) {
      String at = "tools[" + index++ + "].function_declarations";
      int number = 0;
      for (JsonNode function : tool.path("functionDeclarations")) {
        String here = at + "[" + number++ + "]";
        only(
            function,
            Set.of(
                "name",
                "description",
                "parameters",
                "parametersJsonSchema",
                "response",
                "responseJsonSchema",
                "behavior"),
            here);
        String name = function.path("name").asText();
        if (!FUNCTION.matcher(name).matches()) {
          throw new Violation(
              "* GenerateContentRequest."
                  + here
                  + ".name: Invalid function name. Must start with a letter or an underscore.\n");
        }
        if (!names.add(name)) {
          throw new Violation("Duplicate function declaration found: " + name);
        }
        if (function.has("parameters") && function.has("parametersJsonSchema")) {
          throw new Violation("Only one of parameters and parameters_json_schema can be set.");
        }
        schema(function.path("parameters"), SCHEMA, here + ".parameters");
      }
    }
    JsonNode calling = body.path("toolConfig").path("functionCallingConfig");
    only(calling, Set.of("mode", "allowedFunctionNames"), "tool_config.function_calling_config");
    String mode = calling.path("mode").asText("AUTO");
    if (!Set.of("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED").contains(mode)) {
      throw value("tool_config.function_calling_config.mode", "Mode", mode);
    }
    if (mode.equals("ANY") && names.isEmpty()) {
      throw new Violation("Function calling config is set without function_declarations.");
    }
    for (JsonNode allowed : calling.path("allowedFunctionNames")) {
      if (!names.contains(allowed.asText()) || mode.equals("AUTO")) {
        throw new Violation(
            "Invalid allowed_function_names: "
                + allowed.asText()
                + (mode.equals("AUTO") ? " needs mode ANY or VALIDATED." : " is not declared."));
      }
    }
  }

  private void contents() throws Violation {
    int index = 0;
    for (JsonNode content : body.path("contents")) {
      String at = "contents[" + index++ + "]";
      only(content, Set.of("role", "parts"), at);
      if (!Set.of("user", "model", "function").contains(content.path("role").asText("user"))) {
        throw new Violation("Please use a valid role: user, model.");
      }
      parts(content.path("parts"), at);
    }
  }

  private static void parts(JsonNode parts, String at) throws Violation {
    if (!parts.isArray() || parts.isEmpty()) {
      throw new Violation(
          "* GenerateContentRequest." + at + ".parts: contents.parts must not be empty.\n");
    }
    int index = 0;
    for (JsonNode part : parts) {
      part(part, at + ".parts[" + index++ + "]");
    }
  }

  private static void part(JsonNode part, String at) throws Violation {
    int data = 0;
    for (var member : part.properties()) {
      if (DATA.contains(member.getKey())) {
        data++;
      } else if (!BESIDE_DATA.contains(member.getKey())) {
        throw unknown(member.getKey(), at);
      }
    }
    if (data != 1) {
      throw new Violation(
          "* GenerateContentRequest."
              + at
              + ".data: required oneof field 'data' must have one initialized field\n");
    }
    if (part.has("inlineData")) {
      inline(part.path("inlineData"), at + ".inline_data");
    }
    only(part.path("fileData"), Set.of("mimeType", "fileUri", "displayName"), at + ".file_data");
    call(part.path("functionCall"), at + ".function_call");
    response(part.path("functionResponse"), at + ".function_response");
  }

  private static void inline(JsonNode data, String at) throws Violation {
    only(data, Set.of("mimeType", "data", "displayName"), at);
    if (data.path("mimeType").asText().isEmpty()) {
      throw new Violation("Unable to process input image. Please provide a mime type.");
    }
    if (!Opaque.isBase64(data.path("data").asText())) {
      throw new Violation(
          "Invalid value at '%s.data' (TYPE_BYTES), Base64 decoding failed for \"%s\""
              .formatted(at, data.path("data").asText()),
          at + ".data");
    }
  }

  private static void call(JsonNode call, String at) throws Violation {
    if (call.isMissingNode()) {
      return;
    }
    only(call, Set.of("id", "name", "args"), at);
    named(call, at);
    if (call.has("args") && !call.path("args").isObject()) {
      throw value(at + ".args", "type.googleapis.com/google.protobuf.Struct", call.path("args"));
    }
  }

  private static void response(JsonNode response, String at) throws Violation {
    if (response.isMissingNode()) {
      return;
    }
    only(response, Set.of("id", "name", "response", "parts", "willContinue", "scheduling"), at);
    named(response, at);
    if (!response.path("response").isObject()) {
      throw value(
          at + ".response",
          "type.googleapis.com/google.protobuf.Struct",
          response.path("response"));
    }
  }

  private static void named(JsonNode object, String at) throws Violation {
    if (object.path("name").asText().isEmpty()) {
      throw new Violation("* GenerateContentRequest." + at + ".name: Name cannot be empty.\n");
    }
  }

  /** A turn of calls follows what somebody said, and is followed by as many answers. */
  private void turns() throws Violation {
    @Nullable JsonNode before = null;
    for (JsonNode content : body.path("contents")) {
      int calls = count(content, "functionCall");
      int answers = count(content, "functionResponse");
      int open = before == null ? 0 : count(before, "functionCall");
      if (answers > 0 && open == 0) {
        throw new Violation(
            "Please ensure that function response turn comes immediately after a function call"
                + " turn.");
      }
      if (open != answers) {
        throw new Violation(
            "Please ensure that the number of function response parts is equal to the number of"
                + " function call parts of the function call turn.");
      }
      if (calls > 0 && (before == null || isModels(before) || !isModels(content))) {
        throw new Violation(
            "Please ensure that function call turn comes immediately after a user turn or after a"
                + " function response turn.");
      }
      if (answers > 0 && before != null) {
        match(before, content);
      }
      before = content;
    }
    if (before != null && count(before, "functionCall") > 0) {
      throw new Violation(
          "Please ensure that the number of function response parts is equal to the number of"
              + " function call parts of the function call turn.");
    }
  }

  private static void match(JsonNode calls, JsonNode answers) throws Violation {
    List<String> open = new ArrayList<>(names(calls, "functionCall"));
    for (String name : names(answers, "functionResponse")) {
      if (!open.remove(name)) {
        throw new Violation(
            "Please ensure that function response turn has the names of the function call turn: "
                + name
                + " was not called.");
      }
    }
  }

  private static List<String> names(JsonNode content, String member) {
    List<String> names = new ArrayList<>();
    for (JsonNode part : content.path("parts")) {
      if (part.has(member)) {
        names.add(part.path(member).path("name").asText());
      }
    }
    return names;
  }

  private static int count(JsonNode content, String member) {
    return names(content, member).size();
  }

  private static boolean isModels(JsonNode content) {
    return content.path("role").asText("user").equals("model");
  }

  /** The first call of each step since the user last spoke carries a signature of Gemini's. */
  private void signatures() throws Violation {
    JsonNode contents = body.path("contents");
    int turn = 0;
    for (int i = 0; i < contents.size(); i++) {
      boolean spoken =
          !isModels(contents.get(i)) && count(contents.get(i), "functionResponse") == 0;
      turn = spoken ? i : turn;
    }
    for (int i = 0; i < contents.size(); i++) {
      boolean first = true;
      int position = 0;
      for (JsonNode part : contents.get(i).path("parts")) {
        position++;
        String signature = part.path("thoughtSignature").asText();
        if (!signature.isEmpty() && !Opaque.isGeminis(signature)) {
          throw new Violation("Thought signature is not valid");
        }
        if (part.has("functionCall")) {
          if (first && i > turn && signature.isEmpty() && SIGNS.matcher(model).matches()) {
            throw missing(part.path("functionCall").path("name").asText(), position);
          }
          first = false;
        }
      }
    }
  }

  private static Violation missing(String name, int position) {
    return new Violation(
        "Function call is missing a thought_signature in functionCall parts. This is required for"
            + " tools to work correctly, and missing thought_signature may lead to degraded model"
            + " performance. Additional data, function call `default_api:"
            + name
            + "` , position "
            + position
            + ".");
  }

  private static void only(JsonNode object, Set<String> allowed, String at) throws Violation {
    for (var member : object.properties()) {
      if (!allowed.contains(camel(member.getKey()))) {
        throw unknown(member.getKey(), at);
      }
    }
  }

  /** Both spellings of a name are read. */
  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(
          camel.isEmpty() || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  private static Violation unknown(String name, String at) {
    String where = at.isEmpty() ? "" : " at '" + at + "'";
    return new Violation(
        "Invalid JSON payload received. Unknown name \"%s\"%s: Cannot find field."
            .formatted(name, where),
        at.isEmpty() ? name : at);
  }

  private static Violation value(String at, String type, Object value) {
    return new Violation("Invalid value at '%s' (%s), %s".formatted(at, type, value), at);
  }
}
