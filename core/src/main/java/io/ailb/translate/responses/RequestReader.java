package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Sampling;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request: each of its fields falls under one rule. */
final class RequestReader {
  /** With a hosted tool they are part of what is foreign anyway, without one they say nothing. */
  private static final Set<String> HARMLESS_INCLUDES =
      Set.of(
          "message.input_image.image_url",
          "web_search_call.action.sources",
          "web_search_call.results",
          "file_search_call.results",
          "code_interpreter_call.outputs",
          "computer_call_output.output.image_url");

  private final ObjectNode body;
  private final ChatRequest.Builder request = ChatRequest.builder();
  private final Foreign foreign = new Foreign(request.foreign);

  private boolean logprobs;
  private boolean encryptedReasoning;

  RequestReader(ObjectNode body) {
    this.body = body;
  }

  ChatRequest read() {
    includes();
    instructions();
    body.properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                field(field.getKey(), field.getValue());
              }
            });
    if (!Json.has(body, "reasoning")) {
      request.reasoning = Thinking.read(Json.object(), encryptedReasoning, foreign);
    }
    request.sampling = sampling();
    request.userId = text("safety_identifier");
    if (request.userId == null) {
      request.userId = text("user");
    }
    request.usageInStream = true;
    if (!Json.has(body, "input") && request.foreign.isEmpty()) {
      throw new Malformed("input", "is missing");
    }
    return request.build();
  }

  private void field(String name, JsonNode value) {
    switch (name) {
      // Known to the call already, or read elsewhere.
      case "model", "stream", "include", "instructions" -> {}
      case "temperature", "top_p", "top_logprobs", "user", "safety_identifier" -> {}
      // They change what it costs, or how it travels, and not what is answered.
      case "stream_options", "prompt_cache_retention" -> {}
      case "input" -> new InputReader(request, foreign).read(value);
      case "tools" -> Tools.read(value, request.tools, foreign);
      case "tool_choice" -> request.toolChoice = Choices.read(value, foreign);
      case "parallel_tool_calls" -> request.parallelToolCalls = flag(name);
      case "text" -> text(value);
      case "reasoning" -> request.reasoning = Thinking.read(value, encryptedReasoning, foreign);
      case "max_output_tokens" -> maxOutputTokens(name);
      case "service_tier" -> request.tier = text(name);
      case "metadata" -> metadata(value);
      case "prompt_cache_key" -> request.cacheKey = text(name);
      case "prompt_cache_options" -> foreign.others(name, value, Set.of("mode", "ttl"));
      case "store" -> store(name);
      case "truncation" -> unless(name, value, "disabled".equals(value.asText()));
      default -> unless(name, value, Foreign.saysNothing(value));
    }
  }

  private void unless(String name, JsonNode value, boolean saysNothing) {
    if (!saysNothing) {
      foreign.add(name, value);
    }
  }

  private void maxOutputTokens(String name) {
    Long most = whole(name);
    if (most != null && most < 1) {
      throw new Malformed(name, "must be 1 or more");
    }
    request.maxOutputTokens = most;
  }

  /** What is kept at the end of a call here is the default, and no wish that others could grant. */
  private void store(String name) {
    request.store = Boolean.FALSE.equals(flag(name)) ? false : null;
  }

  private void instructions() {
    JsonNode value = body.get("instructions");
    if (value == null || value.isNull()) {
      return;
    }
    if (!value.isTextual()) {
      throw new Malformed("instructions", "must be a string");
    }
    if (!value.textValue().isEmpty()) {
      request.instructions.add(new Part.Text(value.textValue()));
    }
  }

  private void includes() {
    JsonNode includes = body.path("include");
    if (Json.has(body, "include") && !includes.isArray()) {
      throw new Malformed("include", "must be a list");
    }
    for (int i = 0; i < includes.size(); i++) {
      String include = includes.get(i).asText();
      switch (include) {
        case "reasoning.encrypted_content" -> encryptedReasoning = true;
        case "message.output_text.logprobs" -> logprobs = true;
        default -> {
          if (!HARMLESS_INCLUDES.contains(include)) {
            foreign.word("include[" + i + "]", include, includes.get(i));
          }
        }
      }
    }
  }

  private void text(JsonNode text) {
    foreign.others("text", text, Set.of("format", "verbosity"));
    request.verbosity = Json.string(text, "verbosity");
    if (Json.has(text, "format")) {
      request.output = TextFormat.read(text.get("format"), foreign);
    }
  }

  private Sampling sampling() {
    Long top = whole("top_logprobs");
    boolean told = logprobs || (top != null && top > 0);
    Integer alternatives =
        told && top != null ? Math.toIntExact(Math.max(0, Math.min(top, 1000))) : null;
    return new Sampling(
        number("temperature"),
        number("top_p"),
        null,
        null,
        null,
        null,
        List.of(),
        told,
        alternatives,
        1);
  }

  private void metadata(JsonNode metadata) {
    metadata
        .properties()
        .forEach(
            pair -> {
              if (!pair.getValue().isTextual()) {
                throw new Malformed("metadata." + pair.getKey(), "must be a string");
              }
              request.metadata.put(pair.getKey(), pair.getValue().textValue());
            });
  }

  private @Nullable String text(String name) {
    if (!Json.has(body, name)) {
      return null;
    }
    return required(name, Json.string(body, name), "must be a string");
  }

  private @Nullable Long whole(String name) {
    if (!Json.has(body, name)) {
      return null;
    }
    return required(name, Json.whole(body, name), "must be a whole number");
  }

  private @Nullable Boolean flag(String name) {
    if (!Json.has(body, name)) {
      return null;
    }
    return required(name, Json.flag(body, name), "must be true or false");
  }

  private @Nullable BigDecimal number(String name) {
    if (!Json.has(body, name)) {
      return null;
    }
    JsonNode value = body.path(name);
    return required(name, value.isNumber() ? value.decimalValue() : null, "must be a number");
  }

  private static <T> T required(String name, @Nullable T value, String problem) {
    if (value == null) {
      throw new Malformed(name, problem);
    }
    return value;
  }
}
