package io.ailb.translate.gemini;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.Target;
import java.util.EnumSet;

/** Endpoints of Gemini's. */
final class Targets {
  private Targets() {}

  /** What a newer model can do. */
  static Capabilities newer() {
    EnumSet<Feature> features = EnumSet.allOf(Feature.class);
    features.remove(Feature.CUSTOM_TOOLS);
    features.remove(Feature.PARALLEL_TOOLS_OFF);
    features.remove(Feature.MID_SYSTEM);
    return new Capabilities(features, 5, ReasoningStyle.EFFORT);
  }

  static Capabilities without(Feature feature) {
    return newer().with(feature, false);
  }

  static Capabilities thinking(ReasoningStyle style) {
    return new Capabilities(newer().features(), 5, style);
  }

  static Target of(Capabilities can) {
    return of(can, Target.Policy.SKIP);
  }

  static Target of(Capabilities can, Target.Policy policy) {
    return new Target(
        Dialect.GEMINI, "gemini", "gemini-3.8-flash", can, policy, null, null, null, false);
  }
}
