package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Target;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes {@code generationConfig}. */
final class GenerationWriter {
  /** From here on top-p leaves out nothing worth speaking of. */
  private static final BigDecimal ALL = new BigDecimal("0.99");

  private final Target target;
  private final ObjectNode config = Json.object();

  private GenerationWriter(Target target) {
    this.target = target;
  }

  static ObjectNode write(ChatRequest request, Target target) {
    GenerationWriter writer = new GenerationWriter(target);
    writer.sampling(request.sampling());
    writer.answers(request.sampling());
    writer.output(request.output());
    ObjectNode thinking = Thinking.write(request.reasoning(), target);
    if (thinking != null) {
      writer.config.set("thinkingConfig", thinking);
    }
    if (request.maxOutputTokens() != null) {
      // The field has 32 bits, more than any model makes of tokens.
      writer.config.put("maxOutputTokens", Math.min(request.maxOutputTokens(), Integer.MAX_VALUE));
    }
    return writer.config;
  }

  private void sampling(Sampling sampling) {
    BigDecimal temperature = sampling.temperature();
    BigDecimal topP = sampling.topP();
    number("temperature", "temperature", temperature, Feature.SAMPLING, isOne(temperature));
    boolean all = topP != null && topP.compareTo(ALL) >= 0;
    number("topP", "top_p", topP, Feature.SAMPLING, all);
    number("topK", "top_k", sampling.topK(), Feature.TOP_K, false);
    penalty("presence", sampling.presencePenalty());
    penalty("frequency", sampling.frequencyPenalty());
    if (sampling.seed() != null) {
      if (target.has(Feature.SEED)) {
        // The field has 32 bits; a seed promises nothing but that equal ones are equal.
        config.put("seed", sampling.seed().intValue());
      } else {
        target.drops("seed");
      }
    }
  }

  private void penalty(String kind, @Nullable BigDecimal value) {
    boolean none = value != null && value.signum() == 0;
    number(kind + "Penalty", kind + "_penalty", value, Feature.PENALTIES, none);
  }

  /** Writes a number, or leaves it out where the model does not take it. */
  private void number(
      String name, String field, @Nullable BigDecimal value, Feature feature, boolean neutral) {
    if (value == null || (neutral && !target.has(feature))) {
      return;
    }
    if (target.prefers(feature, field)) {
      config.put(name, value);
    }
  }

  private static boolean isOne(@Nullable BigDecimal value) {
    return value != null && value.compareTo(BigDecimal.ONE) == 0;
  }

  private void answers(Sampling sampling) {
    if (!sampling.stop().isEmpty() && target.requiresOrDrops(Feature.STOP, "stop")) {
      if (sampling.stop().size() > target.capabilities().maxStops()) {
        throw Refused.ofLack(
            "stop", "has more than " + target.capabilities().maxStops() + " texts");
      }
      sampling.stop().forEach(config.withArray("stopSequences")::add);
    }
    if (sampling.choices() > 1 && target.requiresOrDrops(Feature.CHOICES, "n")) {
      config.put("candidateCount", sampling.choices());
    }
    if (sampling.logprobs() && target.requiresOrDrops(Feature.LOGPROBS, "logprobs")) {
      config.put("responseLogprobs", true);
      if (sampling.topLogprobs() != null) {
        config.put("logprobs", sampling.topLogprobs());
      }
    }
  }

  private void output(OutputFormat output) {
    if (output instanceof OutputFormat.Json) {
      if (target.requiresOrDrops(Feature.JSON_MODE, "response_format")) {
        config.put("responseMimeType", "application/json");
      }
    } else if (output instanceof OutputFormat.Schema schema
        && target.requiresOrDrops(Feature.JSON_SCHEMA, "response_format")) {
      config.put("responseMimeType", "application/json");
      config.set("responseJsonSchema", SchemaRules.apply(schema.schema(), target));
    }
  }
}
