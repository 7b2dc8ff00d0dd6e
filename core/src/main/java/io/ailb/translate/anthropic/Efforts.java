package io.ailb.translate.anthropic;

import io.ailb.translate.neutral.ReasoningWish.Effort;
import org.jspecify.annotations.Nullable;

/** Effort as a word and as a budget of tokens (translation, section 3.8). */
final class Efforts {
  private Efforts() {}

  static @Nullable Effort of(String word) {
    return switch (word) {
      case "low" -> Effort.LOW;
      case "medium" -> Effort.MEDIUM;
      case "high" -> Effort.HIGH;
      case "xhigh" -> Effort.XHIGH;
      case "max" -> Effort.MAX;
      default -> null;
    };
  }

  static String word(Effort effort) {
    return switch (effort) {
      case NONE, MINIMAL, LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH -> "high";
      case XHIGH -> "xhigh";
      case MAX -> "max";
    };
  }

  static long budget(Effort effort) {
    return switch (effort) {
      case NONE, MINIMAL, LOW -> 1024;
      case MEDIUM -> 8192;
      case HIGH -> 24576;
      case XHIGH, MAX -> 32768;
    };
  }
}
