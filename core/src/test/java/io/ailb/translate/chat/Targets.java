package io.ailb.translate.chat;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Target.Policy;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints to write for. */
record Targets(
    Set<Feature> features,
    String provider,
    Policy policy,
    @Nullable Long maxOutput,
    ReasoningStyle reasoning,
    boolean stream) {
  /** OpenAI, with all that anybody has. */
  static final Targets OPENAI =
      new Targets(
          EnumSet.allOf(Feature.class), "openai", Policy.SKIP, null, ReasoningStyle.EFFORT, false);

  Targets without(Feature... features) {
    EnumSet<Feature> left = EnumSet.copyOf(this.features);
    for (Feature feature : features) {
      left.remove(feature);
    }
    return new Targets(left, provider, policy, maxOutput, reasoning, stream);
  }

  Targets of(String provider) {
    return new Targets(features, provider, policy, maxOutput, reasoning, stream);
  }

  Targets with(Policy policy) {
    return new Targets(features, provider, policy, maxOutput, reasoning, stream);
  }

  Targets atMost(long maxOutput) {
    return new Targets(features, provider, policy, maxOutput, reasoning, stream);
  }

  Targets withoutReasoning() {
    return new Targets(features, provider, policy, maxOutput, ReasoningStyle.NONE, stream);
  }

  Targets streamed() {
    return new Targets(features, provider, policy, maxOutput, reasoning, true);
  }

  Target target() {
    return new Target(
        Dialect.OPENAI_CHAT,
        provider,
        "gpt-5.6",
        new Capabilities(features, 4, reasoning),
        policy,
        maxOutput,
        null,
        null,
        stream);
  }
}
