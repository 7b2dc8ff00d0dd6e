package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How hard a request wants the model to think, in the words of all dialects (section 3.8). */
final class Effort {
  private Effort() {}

  /** Null if it does not say. */
  static @Nullable String of(ObjectNode body, Dialect dialect) {
    JsonNode word =
        switch (dialect) {
          case OPENAI_CHAT -> body.path("reasoning_effort");
          case OPENAI_RESPONSES -> body.at("/reasoning/effort");
          case ANTHROPIC -> anthropic(body);
          case GEMINI -> gemini(body);
        };
    if (word.isIntegralNumber()) {
      return ofBudget(word.intValue());
    }
    return word.isTextual() ? word.textValue().toLowerCase(Locale.ROOT) : null;
  }

  private static JsonNode anthropic(ObjectNode body) {
    JsonNode thinking = body.path("thinking");
    return switch (thinking.path("type").asText()) {
      case "disabled" -> body.textNode("none");
      case "enabled" -> thinking.path("budget_tokens");
      default -> body.at("/output_config/effort");
    };
  }

  private static JsonNode gemini(ObjectNode body) {
    JsonNode thinking = body.at("/generationConfig/thinkingConfig");
    return thinking.has("thinkingBudget")
        ? thinking.path("thinkingBudget")
        : thinking.path("thinkingLevel");
  }

  private static String ofBudget(int tokens) {
    if (tokens == 0) {
      return "none";
    }
    if (tokens <= 2048) {
      return "low";
    }
    if (tokens <= 12288) {
      return "medium";
    }
    return tokens <= 24576 ? "high" : "xhigh";
  }

  /** Whether what the source said stands in its dialect for both words. */
  static boolean isOneWordOf(String a, String b, ObjectNode source, Dialect dialect) {
    List<List<String>> alike =
        switch (dialect) {
          case OPENAI_CHAT, OPENAI_RESPONSES -> List.of(List.of("xhigh", "max"));
          case ANTHROPIC ->
              source.at("/thinking/type").asText().equals("enabled")
                  ? List.of(List.of("minimal", "low"), List.of("high", "xhigh", "max"))
                  : List.of(List.of("none", "minimal", "low"));
          case GEMINI ->
              List.of(
                  List.of("none", "minimal"),
                  List.of("minimal", "low"),
                  List.of("none", "low"),
                  List.of("high", "xhigh", "max"));
        };
    return alike.stream().anyMatch(words -> words.contains(a) && words.contains(b));
  }

  static void forget(ObjectNode body, Dialect dialect) {
    switch (dialect) {
      case OPENAI_CHAT -> body.remove("reasoning_effort");
      case OPENAI_RESPONSES -> without(body, "reasoning", "effort");
      case ANTHROPIC -> {
        body.remove("thinking");
        without(body, "output_config", "effort");
      }
      case GEMINI -> {
        if (body.path("generationConfig") instanceof ObjectNode settings) {
          without(settings, "thinkingConfig", "thinkingLevel");
          without(settings, "thinkingConfig", "thinkingBudget");
        }
      }
    }
  }

  private static void without(ObjectNode body, String holder, String name) {
    if (body.path(holder) instanceof ObjectNode object) {
      object.remove(name);
      if (object.isEmpty()) {
        body.remove(holder);
      }
    }
  }
}
