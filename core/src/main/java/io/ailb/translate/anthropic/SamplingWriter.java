package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Target;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How the next token is chosen, and where to stop (translation, section 3.4). */
final class SamplingWriter {
  /** The last version of the API that knows temperature and its like. */
  private static final String OLD = "2023-06-01";

  /** From here on top-p says nothing to models that take none. */
  private static final BigDecimal ALL = new BigDecimal("0.99");

  /** More than any model has tokens. */
  private static final BigDecimal MOST_TOP_K = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final Sampling sampling;
  private final boolean thinks;
  private final Target target;
  private final ObjectNode body;

  private SamplingWriter(Sampling sampling, boolean thinks, Target target, ObjectNode body) {
    this.sampling = sampling;
    this.thinks = thinks;
    this.target = target;
    this.body = body;
  }

  /**
   * @param thinks whether thinking is asked for: Anthropic takes no temperature beside it
   */
  static void write(Sampling sampling, boolean thinks, Target target, ObjectNode body) {
    SamplingWriter writer = new SamplingWriter(sampling, thinks, target, body);
    writer.temperatureAndTopP();
    writer.topK();
    writer.stop();
    writer.unknown();
  }

  private void temperatureAndTopP() {
    BigDecimal temperature = sampling.temperature();
    if (!takes(Feature.SAMPLING)) {
      drop(temperature, BigDecimal.ONE, "temperature");
      if (sampling.topP() != null && sampling.topP().compareTo(ALL) < 0) {
        target.dropsUnlessStrict("top_p");
      }
    } else if (temperature != null) {
      body.put("temperature", clamped(temperature));
      if (sampling.topP() != null) {
        // Some models refuse both.
        target.drops("top_p");
      }
    } else if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
  }

  private BigDecimal clamped(BigDecimal temperature) {
    if (temperature.compareTo(BigDecimal.ONE) <= 0) {
      return temperature;
    }
    target.drops("temperature");
    return BigDecimal.ONE;
  }

  private void topK() {
    BigDecimal topK = sampling.topK();
    if (topK == null) {
      return;
    }
    if (takes(Feature.TOP_K)) {
      // Not by way of all the digits that an exponent can stand for.
      body.put("top_k", topK.min(MOST_TOP_K).max(BigDecimal.ZERO).longValue());
    } else {
      target.dropsUnlessStrict("top_k");
    }
  }

  private boolean takes(Feature feature) {
    return !thinks && OLD.equals(target.apiVersion()) && target.has(feature);
  }

  private void stop() {
    if (sampling.stop().isEmpty() || !target.requiresOrDrops(Feature.STOP, "stop")) {
      return;
    }
    int most = target.capabilities().maxStops();
    if (sampling.stop().size() > most) {
      throw Refused.ofLack("stop", "has more than the " + most + " texts that are possible there");
    }
    ArrayNode texts = body.putArray("stop_sequences");
    sampling.stop().forEach(texts::add);
  }

  private void unknown() {
    drop(sampling.presencePenalty(), BigDecimal.ZERO, "presence_penalty");
    drop(sampling.frequencyPenalty(), BigDecimal.ZERO, "frequency_penalty");
    if (sampling.seed() != null) {
      target.drops("seed");
    }
    if (sampling.logprobs() && target.requiresOrDrops(Feature.LOGPROBS, "logprobs")) {
      throw RequestWriter.unknown("logprobs");
    }
    if (sampling.choices() > 1 && target.requiresOrDrops(Feature.CHOICES, "n")) {
      throw RequestWriter.unknown("n");
    }
  }

  private void drop(@Nullable BigDecimal value, BigDecimal neutral, String field) {
    if (value != null && value.compareTo(neutral) != 0) {
      target.dropsUnlessStrict(field);
    }
  }
}
