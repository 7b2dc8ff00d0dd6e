package io.ailb.translate.responses;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.Target;
import java.util.EnumSet;
import java.util.Set;

/** Targets of this dialect, which can do everything that is not named. */
final class Everything {
  private Everything() {}

  static Target but(Feature... lacking) {
    return but(Target.Policy.SKIP, lacking);
  }

  static Target but(Target.Policy policy, Feature... lacking) {
    Set<Feature> features = EnumSet.allOf(Feature.class);
    features.removeAll(Set.of(lacking));
    return target("gpt-5.6", features, policy, false);
  }

  static Target streaming() {
    return target("gpt-5.6", EnumSet.allOf(Feature.class), Target.Policy.SKIP, true);
  }

  private static Target target(
      String model, Set<Feature> features, Target.Policy policy, boolean stream) {
    return new Target(
        Dialect.OPENAI_RESPONSES,
        "openai",
        model,
        new Capabilities(features, 4, ReasoningStyle.EFFORT),
        policy,
        null,
        null,
        null,
        stream);
  }
}
