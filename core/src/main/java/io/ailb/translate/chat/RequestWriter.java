package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.openai.Efforts;
import io.ailb.translate.openai.StrictSchema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a request for OpenAI or for a host that speaks its dialect. */
final class RequestWriter {
  /** A top-p above which nothing is cut off that would ever be chosen. */
  private static final BigDecimal ALL_TOP_P = new BigDecimal("0.99");

  private static final int LONGEST_USER_ID = 64;

  /** What a schema is called that came without a name. */
  private static final String ANY_NAME = "response";

  private final ChatRequest request;
  private final Target target;
  private final ObjectNode body = Json.object();

  private RequestWriter(ChatRequest request, Target target) {
    this.request = request;
    this.target = target;
  }

  static ObjectNode write(ChatRequest request, Target target) {
    return new RequestWriter(request, target).write();
  }

  private ObjectNode write() {
    body.put("model", target.model());
    body.set("messages", new MessagesWriter(request, target).write());
    new ToolsWriter(request, target).write(body);
    output();
    limit();
    sampling(request.sampling());
    reasoning(request.reasoning());
    extras();
    stream();
    return body;
  }

  private void stream() {
    if (!target.stream()) {
      return;
    }
    body.put("stream", true);
    // Asked for in any case: usage is counted, and kept from a caller that did not ask.
    if (target.has(Feature.STREAM_USAGE)) {
      body.putObject("stream_options").put("include_usage", true);
    }
  }

  private void limit() {
    Long wanted = request.maxOutputTokens();
    if (wanted == null) {
      return;
    }
    Long most = target.maxOutput();
    long value = most == null ? wanted : Math.min(wanted, most);
    boolean modern = target.has(Feature.MAX_COMPLETION_TOKENS);
    body.put(modern ? "max_completion_tokens" : "max_tokens", value);
  }

  private void sampling(Sampling sampling) {
    number("temperature", sampling.temperature(), BigDecimal.ONE, Feature.SAMPLING);
    topP(sampling.topP());
    if (sampling.topK() != null) {
      if (target.has(Feature.TOP_K)) {
        body.put("top_k", sampling.topK());
      } else {
        target.drops("top_k");
      }
    }
    number("presence_penalty", sampling.presencePenalty(), BigDecimal.ZERO, Feature.PENALTIES);
    number("frequency_penalty", sampling.frequencyPenalty(), BigDecimal.ZERO, Feature.PENALTIES);
    seed(sampling);
    stop(sampling.stop());
    logprobs(sampling);
    if (sampling.choices() > 1 && target.requiresOrDrops(Feature.CHOICES, "n")) {
      body.put("n", sampling.choices());
    }
  }

  /** Models that do not take it are no worse off without a value that changes nothing. */
  private void number(String name, @Nullable BigDecimal value, BigDecimal neutral, Feature needed) {
    if (value == null || (value.compareTo(neutral) == 0 && !target.has(needed))) {
      return;
    }
    if (target.prefers(needed, name)) {
      body.put(name, value);
    }
  }

  private void topP(@Nullable BigDecimal value) {
    BigDecimal neutral = value != null && value.compareTo(ALL_TOP_P) >= 0 ? value : BigDecimal.ONE;
    number("top_p", value, neutral, Feature.SAMPLING);
  }

  private void seed(Sampling sampling) {
    if (sampling.seed() == null) {
      return;
    }
    if (target.has(Feature.SEED)) {
      body.put(Mistral.is(target) ? "random_seed" : "seed", sampling.seed());
    } else {
      target.drops("seed");
    }
  }

  private void stop(List<String> stop) {
    if (stop.isEmpty() || !target.prefers(Feature.STOP, "stop")) {
      return;
    }
    int most = target.capabilities().maxStops();
    if (stop.size() > most) {
      throw Refused.ofLack(
          "stop", "has " + stop.size() + " texts, where " + most + " are possible");
    }
    ArrayNode texts = body.putArray("stop");
    stop.forEach(texts::add);
  }

  private void logprobs(Sampling sampling) {
    if (!sampling.logprobs()) {
      return;
    }
    if (target.has(Feature.SAMPLING)) {
      target.requires(Feature.LOGPROBS, "logprobs");
    }
    // A model that takes no sampling has none either: they go the same way.
    if (target.prefers(Feature.LOGPROBS, "logprobs")) {
      body.put("logprobs", true);
      if (sampling.topLogprobs() != null) {
        body.put("top_logprobs", sampling.topLogprobs());
      }
    }
  }

  private void output() {
    OutputFormat output = request.output();
    if (output instanceof OutputFormat.Json
        && target.requiresOrDrops(Feature.JSON_MODE, "response_format")) {
      body.putObject("response_format").put("type", "json_object");
    } else if (output instanceof OutputFormat.Schema schema
        && target.requiresOrDrops(Feature.JSON_SCHEMA, "response_format")) {
      ObjectNode format = body.putObject("response_format");
      format.put("type", "json_schema");
      format.set("json_schema", schema(schema));
    }
  }

  /** A schema without name comes from a dialect that always keeps to schemas strictly. */
  private static ObjectNode schema(OutputFormat.Schema schema) {
    ObjectNode written = Json.object();
    written.put("name", schema.name() == null ? ANY_NAME : schema.name());
    if (schema.description() != null) {
      written.put("description", schema.description());
    }
    JsonNode strict =
        schema.name() == null && schema.strict() == null ? StrictSchema.of(schema.schema()) : null;
    if (strict != null) {
      written.put("strict", true);
    } else if (schema.strict() != null) {
      written.put("strict", schema.strict());
    }
    written.set("schema", strict != null ? strict : schema.schema());
    return written;
  }

  private void reasoning(ReasoningWish wish) {
    if (Boolean.TRUE.equals(wish.visible()) || wish.summary() != null) {
      target.drops("reasoning.summary"); // there is no such switch here
    }
    ReasoningWish.Effort effort = Efforts.of(wish);
    if (effort == null) {
      return;
    }
    boolean words = target.capabilities().reasoning() == ReasoningStyle.EFFORT;
    if (words && target.has(Feature.REASONING)) {
      target.requires(Feature.REASONING, "reasoning_effort");
      boolean least = effort == ReasoningWish.Effort.NONE && !target.has(Feature.REASONING_OFF);
      body.put("reasoning_effort", Efforts.word(least ? ReasoningWish.Effort.LOW : effort));
    } else if (effort != ReasoningWish.Effort.NONE) {
      target.dropsUnlessStrict("reasoning_effort");
    }
  }

  /** What only OpenAI itself knows, and what no answer depends on. */
  private void extras() {
    extra("verbosity", request.verbosity());
    extra("service_tier", tier(request.tier()));
    extra("safety_identifier", userId(request.userId()));
    extra("prompt_cache_key", request.cacheKey());
    if (Boolean.TRUE.equals(request.store()) && extra("store")) {
      body.put("store", true);
    }
    if (!request.metadata().isEmpty() && extra("metadata")) {
      ObjectNode metadata = body.putObject("metadata");
      request.metadata().forEach(metadata::put);
    }
  }

  private void extra(String name, @Nullable String value) {
    if (value != null && extra(name)) {
      body.put(name, value);
    }
  }

  private boolean extra(String name) {
    if (target.has(Feature.OPENAI_EXTRAS)) {
      return true;
    }
    target.drops(name);
    return false;
  }

  /** Responses has one more tier, which is the fastest. */
  private static @Nullable String tier(@Nullable String tier) {
    return "ultrafast".equals(tier) ? "fast" : tier;
  }

  /** Opaque as it is, a name that is too long does as well in another form. */
  private static @Nullable String userId(@Nullable String id) {
    return id == null || id.length() <= LONGEST_USER_ID ? id : Hash.of(id, LONGEST_USER_ID);
  }
}
