package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.openai.Efforts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request. Every field falls under exactly one rule (translation, section 3.1). */
final class RequestReader {
  /** Fields that are read here, or that the call knows already. */
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "stream",
          "messages",
          "max_completion_tokens",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "stop",
          "n",
          "logprobs",
          "top_logprobs",
          "response_format",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "reasoning_effort",
          "verbosity",
          "stream_options",
          "store",
          "metadata",
          "user",
          "safety_identifier",
          "prompt_cache_key",
          "service_tier",
          "modalities");

  /** How a cache is kept changes what an answer costs, not what it says. */
  private static final Set<String> HARMLESS =
      Set.of("prompt_cache_options", "prompt_cache_retention");

  /** An empty object is all that it takes to switch these on. */
  private static final Set<String> SWITCHES = Set.of("web_search_options");

  private final Fields body;
  private final ChatRequest.Builder request = ChatRequest.builder();

  private RequestReader(ObjectNode body) {
    this.body = Fields.of(body);
  }

  static ChatRequest read(ObjectNode body) {
    return new RequestReader(body).read();
  }

  private ChatRequest read() {
    new MessagesReader(request).read(body);
    new ToolsReader(request).read(body);
    request.output = output();
    request.sampling = sampling();
    request.maxOutputTokens = maxOutputTokens();
    request.reasoning = reasoning();
    request.verbosity = body.string("verbosity");
    request.tier = body.string("service_tier");
    String user = body.string("safety_identifier");
    request.userId = user != null ? user : body.string("user");
    request.cacheKey = body.string("prompt_cache_key");
    request.store = body.flag("store");
    if (body.has("stream_options")) {
      request.usageInStream =
          Boolean.TRUE.equals(body.object("stream_options").flag("include_usage"));
    }
    metadata();
    modalities();
    foreign();
    return request.build();
  }

  private @Nullable Long maxOutputTokens() {
    String name = body.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    Long value = body.count(name);
    if (value != null && value == 0) {
      throw new Malformed(name, "must be 1 or more");
    }
    // Some hosts take a negative number for "as many as you like".
    return value == null || value < 0 ? null : value;
  }

  private Sampling sampling() {
    Long choices = body.count("n");
    if (choices != null && (choices < 1 || choices > Integer.MAX_VALUE)) {
      throw new Malformed("n", "must be 1 or more");
    }
    Long top = body.count("top_logprobs");
    if (top != null && (top < 0 || top > Integer.MAX_VALUE)) {
      throw new Malformed("top_logprobs", "must be 0 or more");
    }
    return new Sampling(
        body.number("temperature"),
        body.number("top_p"),
        body.number("top_k"),
        body.whole("seed"),
        body.number("presence_penalty"),
        body.number("frequency_penalty"),
        stop(),
        Boolean.TRUE.equals(body.flag("logprobs")),
        top == null ? null : top.intValue(),
        choices == null ? 1 : choices.intValue());
  }

  private List<String> stop() {
    JsonNode stop = body.get("stop");
    if (stop != null && stop.isTextual()) {
      return List.of(stop.textValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : body.list("stop")) {
      texts.add(Fields.string(text, "stop[" + texts.size() + "]"));
    }
    return texts;
  }

  private OutputFormat output() {
    if (!body.has("response_format")) {
      return OutputFormat.TEXT;
    }
    Fields format = body.object("response_format");
    String type = format.required("type");
    switch (type) {
      case "text" -> {
        return OutputFormat.TEXT;
      }
      case "json_object" -> {
        return OutputFormat.JSON;
      }
      case "json_schema" -> {
        Fields schema = format.object("json_schema");
        JsonNode rules = schema.has("schema") ? schema.object("schema").node() : null;
        return new OutputFormat.Schema(
            schema.string("name"),
            schema.string("description"),
            rules == null ? Json.object() : rules,
            schema.flag("strict"));
      }
      default -> {
        request.foreign.put("response_format.type=" + type, format.node());
        return OutputFormat.TEXT;
      }
    }
  }

  private ReasoningWish reasoning() {
    String word = body.string("reasoning_effort");
    if (word == null) {
      return ReasoningWish.NONE;
    }
    ReasoningWish.Effort effort = Efforts.of(word);
    if (effort == null) {
      request.foreign.put("reasoning_effort=" + word, body.node().path("reasoning_effort"));
    }
    return new ReasoningWish(effort, null, null, null);
  }

  private void metadata() {
    if (body.has("metadata")) {
      Fields metadata = body.object("metadata");
      for (Map.Entry<String, JsonNode> pair : metadata.node().properties()) {
        JsonNode value = pair.getValue();
        if (!value.isNull()) {
          request.metadata.put(pair.getKey(), Fields.string(value, metadata.path(pair.getKey())));
        }
      }
    }
  }

  /** Speech as an answer is OpenAI's own; text alone is what everybody gives. */
  private void modalities() {
    for (JsonNode modality : body.list("modalities")) {
      if (!modality.asText("").equals("text")) {
        request.foreign.put("modalities", body.node().path("modalities"));
      }
    }
  }

  private void foreign() {
    for (Map.Entry<String, JsonNode> field : body.node().properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      boolean says = saysSomething(value) || (SWITCHES.contains(name) && value.isObject());
      if (!KNOWN.contains(name) && !HARMLESS.contains(name) && says) {
        request.foreign.put(name, value);
      }
    }
  }

  private static boolean saysSomething(JsonNode value) {
    boolean nothing =
        value.isNull()
            || (value.isBoolean() && !value.booleanValue())
            || (value.isContainerNode() && value.isEmpty())
            || (value.isTextual() && value.textValue().isEmpty());
    return !nothing;
  }
}
