package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code thinkingConfig}: newer models are told a level, older ones a budget (translation, section
 * 3.8).
 */
final class Thinking {
  private static final Field LEVEL = Field.of("thinkingLevel");
  private static final Field BUDGET = Field.of("thinkingBudget");
  private static final Field VISIBLE = Field.of("includeThoughts");

  private Thinking() {}

  static ReasoningWish read(JsonNode config, String path) {
    String level = LEVEL.text(config);
    JsonNode number = BUDGET.in(config);
    long budget = number == null ? -1 : Field.whole(number, path + ".thinkingBudget");
    Effort effort = level == null ? null : effort(level);
    if (budget == 0) {
      effort = Effort.NONE;
    }
    JsonNode visible = VISIBLE.in(config);
    return new ReasoningWish(
        effort, budget > 0 ? budget : null, visible == null ? null : visible.asBoolean(), null);
  }

  private static @Nullable Effort effort(String level) {
    return switch (level.toUpperCase(Locale.ROOT)) {
      case "MINIMAL" -> Effort.MINIMAL;
      case "LOW" -> Effort.LOW;
      case "MEDIUM" -> Effort.MEDIUM;
      case "HIGH" -> Effort.HIGH;
      default -> null;
    };
  }

  /** The configuration for that wish, or null if there is nothing to say. */
  static @Nullable ObjectNode write(ReasoningWish wish, Target target) {
    ObjectNode config = Json.object();
    boolean off = wish.effort() == Effort.NONE;
    if (wish.effort() != null || wish.budget() != null) {
      if (off && !target.has(Feature.REASONING)) {
        return null; // It does not think as it is.
      }
      if (target.requiresOrDrops(Feature.REASONING, "reasoning_effort")) {
        howMuch(wish, target, config);
      }
    }
    boolean visible = wish.visible() == null ? wish.summary() != null : wish.visible();
    if (visible && target.prefers(Feature.REASONING_TEXT, "reasoning.summary")) {
      config.put("includeThoughts", true);
    }
    return config.isEmpty() ? null : config;
  }

  private static void howMuch(ReasoningWish wish, Target target, ObjectNode config) {
    ReasoningStyle style = target.capabilities().reasoning();
    Effort effort = wish.effort();
    Long budget = wish.budget();
    boolean canStop = target.has(Feature.REASONING_OFF);
    switch (style) {
      case EFFORT -> {
        Effort level = effort == null && budget != null ? Effort.ofBudget(budget) : effort;
        if (level != null) {
          config.put("thinkingLevel", level(level, canStop));
        }
      }
      case BUDGET ->
          config.put("thinkingBudget", budget == null ? ofEffort(effort, canStop) : budget);
      case NONE -> target.dropsUnlessStrict("reasoning_effort");
    }
  }

  private static String level(Effort effort, boolean canStop) {
    return switch (effort) {
      case NONE, MINIMAL -> canStop ? "MINIMAL" : "LOW";
      case LOW -> "LOW";
      case MEDIUM -> "MEDIUM";
      case HIGH, XHIGH, MAX -> "HIGH";
    };
  }

  /** The larger models cannot be kept from thinking, and think longer at most. */
  private static long ofEffort(@Nullable Effort effort, boolean canStop) {
    if (effort == null) {
      return -1;
    }
    return switch (effort) {
      case NONE -> canStop ? 0 : 128;
      case MINIMAL, LOW -> 1024;
      case MEDIUM -> 8192;
      case HIGH -> 24_576;
      case XHIGH, MAX -> canStop ? 24_576 : 32_768;
    };
  }
}
