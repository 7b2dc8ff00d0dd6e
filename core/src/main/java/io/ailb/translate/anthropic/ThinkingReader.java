package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how much the model is to think: {@code thinking} and {@code output_config.effort}. */
final class ThinkingReader {
  private ThinkingReader() {}

  static ReasoningWish wish(ObjectNode body, Map<String, JsonNode> foreign) {
    JsonNode thinking = body.path("thinking");
    Effort effort = effort(body.path("output_config"), foreign);
    String type = Json.string(thinking, "type");
    return switch (type == null ? "" : type) {
      case "disabled" -> new ReasoningWish(Effort.NONE, null, null, null);
      // Adaptive thinking is hidden unless its text is asked for.
      case "adaptive" -> new ReasoningWish(effort, null, isVisible(thinking, false), null);
      case "enabled" -> {
        Long budget = Json.whole(thinking, "budget_tokens");
        yield new ReasoningWish(
            effort != null || budget == null ? effort : Effort.ofBudget(budget),
            budget,
            isVisible(thinking, null),
            null);
      }
      case "" -> new ReasoningWish(effort, null, null, null);
      default -> {
        foreign.put("thinking.type=" + type, thinking);
        yield ReasoningWish.NONE;
      }
    };
  }

  private static @Nullable Boolean isVisible(JsonNode thinking, @Nullable Boolean otherwise) {
    String display = Json.string(thinking, "display");
    return display == null ? otherwise : Boolean.valueOf(!display.equals("omitted"));
  }

  private static @Nullable Effort effort(JsonNode config, Map<String, JsonNode> foreign) {
    String word = Json.string(config, "effort");
    if (word == null) {
      return null;
    }
    Effort effort = Efforts.of(word);
    if (effort == null) {
      foreign.put("output_config.effort", config.path("effort"));
    }
    return effort;
  }
}
