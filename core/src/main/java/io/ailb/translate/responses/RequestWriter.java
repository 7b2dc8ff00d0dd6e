package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.openai.Efforts;
import io.ailb.translate.openai.StrictSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a request, or finds that it cannot be said. */
final class RequestWriter {
  private static final int MOST_METADATA = 16;
  private static final int LONGEST_USER_ID = 128;
  private static final BigDecimal NEARLY_ALL = new BigDecimal("0.99");

  private final ChatRequest request;
  private final Target target;
  private final ObjectNode body = Json.object();

  RequestWriter(ChatRequest request, Target target) {
    this.request = request;
    this.target = target;
  }

  ObjectNode write() {
    body.put("model", target.model());
    instructions();
    body.set("input", new InputWriter(target).write(request.turns()));
    tools();
    text();
    reasoning();
    if (request.maxOutputTokens() != null) {
      body.put("max_output_tokens", request.maxOutputTokens());
    }
    sampling(request.sampling());
    includes();
    extras();
    // Here answers are kept unless one says otherwise: whoever spoke another dialect never asked
    // for that, and who speaks this one is not translated.
    body.put("store", false);
    if (target.stream()) {
      body.put("stream", true);
    }
    return body;
  }

  private void instructions() {
    List<Part.Text> texts = request.instructions();
    if (texts.stream().anyMatch(text -> text.cache() != null)) {
      // One string has no place for a mark; a prompt's beginning is cached without one.
      target.drops(CacheBreakpoint.FIELD);
    }
    String joined = joined(texts);
    if (!joined.isEmpty()) {
      body.put("instructions", joined);
    }
  }

  static String joined(List<Part.Text> texts) {
    return texts.stream()
        .map(Part.Text::text)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private void tools() {
    if (request.tools().isEmpty()) {
      return;
    }
    target.requires(Feature.TOOLS, "tools");
    ArrayNode tools = body.putArray("tools");
    request.tools().forEach(tool -> tools.add(tool(tool)));
    if (request.toolChoice() != null) {
      body.set(
          "tool_choice", Choices.write(request.toolChoice(), request.tools(), target::toolName));
    }
    Boolean parallel = request.parallelToolCalls();
    if (parallel != null
        && (parallel || target.prefers(Feature.PARALLEL_TOOLS_OFF, "parallel_tool_calls"))) {
      body.put("parallel_tool_calls", parallel);
    }
  }

  private ObjectNode tool(Tool tool) {
    if (tool.custom()) {
      target.requires(Feature.CUSTOM_TOOLS, "tools");
    }
    if (tool.cache() != null) {
      target.drops(CacheBreakpoint.FIELD);
    }
    return Tools.write(tool, target.toolName(tool.name()), strictSchema(tool));
  }

  /** The schema as OpenAI takes it from a strict tool; null if the tool is not, or cannot be. */
  private @Nullable JsonNode strictSchema(Tool tool) {
    if (!Boolean.TRUE.equals(tool.strict())) {
      return null;
    }
    JsonNode schema = StrictSchema.of(Tools.schema(tool));
    if (schema == null) {
      target.dropsUnlessStrict("tools.strict"); // closed in its own dialect, but not enough here
      return null;
    }
    return target.prefers(Feature.STRICT_TOOLS, "tools.strict") ? schema : null;
  }

  private void text() {
    ObjectNode text = Json.object();
    if (request.output() instanceof OutputFormat.Json) {
      target.requires(Feature.JSON_MODE, "response_format");
      text.set("format", TextFormat.write(request.output()));
    } else if (request.output() instanceof OutputFormat.Schema) {
      target.requires(Feature.JSON_SCHEMA, "response_format");
      text.set("format", TextFormat.write(request.output()));
    }
    if (request.verbosity() != null && extra("verbosity")) {
      text.put("verbosity", request.verbosity());
    }
    if (!text.isEmpty()) {
      body.set("text", text);
    }
  }

  private void reasoning() {
    ObjectNode reasoning = Json.object();
    Effort effort = Efforts.of(request.reasoning());
    if (effort != null && takesEffort(effort)) {
      boolean least = effort == Effort.NONE && !target.has(Feature.REASONING_OFF);
      reasoning.put("effort", Efforts.word(least ? Effort.LOW : effort));
    }
    String summary = Thinking.summary(request.reasoning());
    if (summary != null) {
      if (target.has(Feature.REASONING_TEXT)) {
        reasoning.put("summary", summary);
      } else {
        target.drops("reasoning.summary");
      }
    }
    if (!reasoning.isEmpty()) {
      body.set("reasoning", reasoning);
    }
  }

  private boolean takesEffort(Effort effort) {
    if (target.has(Feature.REASONING) && target.capabilities().reasoning() != ReasoningStyle.NONE) {
      return target.prefers(Feature.REASONING, "reasoning_effort");
    }
    if (effort != Effort.NONE) {
      // A model that does not think need not be told not to.
      target.dropsUnlessStrict("reasoning_effort");
    }
    return false;
  }

  private void sampling(Sampling sampling) {
    if (sampling.temperature() != null) {
      number("temperature", sampling.temperature(), is(sampling.temperature(), BigDecimal.ONE));
    }
    if (sampling.topP() != null) {
      number("top_p", sampling.topP(), sampling.topP().compareTo(NEARLY_ALL) >= 0);
    }
    if (sampling.topK() != null) {
      target.drops("top_k");
    }
    if (sampling.seed() != null) {
      target.drops("seed");
    }
    penalty("presence_penalty", sampling.presencePenalty());
    penalty("frequency_penalty", sampling.frequencyPenalty());
    if (!sampling.stop().isEmpty()) {
      unsayable(Feature.STOP, "stop");
    }
    if (sampling.choices() > 1) {
      unsayable(Feature.CHOICES, "n");
    }
  }

  private void number(String field, BigDecimal value, boolean neutral) {
    if (neutral && !target.has(Feature.SAMPLING)) {
      return;
    }
    if (target.prefers(Feature.SAMPLING, field)) {
      body.put(field, value);
    }
  }

  private void penalty(String field, @Nullable BigDecimal value) {
    if (value != null && value.signum() != 0) {
      target.dropsUnlessStrict(field);
    }
  }

  private static boolean is(BigDecimal value, BigDecimal other) {
    return value.compareTo(other) == 0;
  }

  /** A gate for which this dialect has no field, whatever the endpoint can do. */
  private void unsayable(Feature feature, String field) {
    if (target.requiresOrDrops(feature, field)) {
      throw new Refused(field, "has no place in OpenAI Responses");
    }
  }

  private void includes() {
    ArrayNode includes = Json.array();
    if (request.sampling().logprobs() && takesLogprobs()) {
      includes.add("message.output_text.logprobs");
      Integer top = request.sampling().topLogprobs();
      if (top != null) {
        body.put("top_logprobs", top);
      }
    }
    if (request.reasoning().opaque() && target.has(Feature.REASONING)) {
      includes.add("reasoning.encrypted_content");
    }
    if (!includes.isEmpty()) {
      body.set("include", includes);
    }
  }

  /** Models that think take neither sampling nor this, and lose it the same way. */
  private boolean takesLogprobs() {
    return target.has(Feature.SAMPLING)
        ? target.requiresOrDrops(Feature.LOGPROBS, "logprobs")
        : target.prefers(Feature.LOGPROBS, "logprobs");
  }

  /** What only OpenAI itself knows, and nobody relies on. */
  private void extras() {
    if (!request.metadata().isEmpty() && extra("metadata")) {
      if (request.metadata().size() <= MOST_METADATA) {
        ObjectNode metadata = body.putObject("metadata");
        request.metadata().forEach(metadata::put);
      } else {
        target.drops("metadata");
      }
    }
    String user = request.userId();
    if (user != null && extra("user")) {
      body.put("safety_identifier", user.length() <= LONGEST_USER_ID ? user : Hash.of(user, 64));
    }
    if (request.cacheKey() != null && extra("prompt_cache_key")) {
      body.put("prompt_cache_key", request.cacheKey());
    }
    if (request.tier() != null && extra("service_tier")) {
      body.put("service_tier", request.tier());
    }
  }

  private boolean extra(String field) {
    boolean known = target.has(Feature.OPENAI_EXTRAS);
    if (!known) {
      target.drops(field);
    }
    return known;
  }
}
