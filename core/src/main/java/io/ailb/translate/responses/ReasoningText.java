package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.Json;

/** What a reasoning item lets people read. */
final class ReasoningText {
  /** Between two parts of a summary. */
  static final String GAP = "\n\n";

  private ReasoningText() {}

  /** The summary; where there is none, as at hosts of open models, the thoughts themselves. */
  static String of(JsonNode item) {
    String summary = joined(item.path("summary"));
    return summary.isEmpty() ? joined(item.path("content")) : summary;
  }

  private static String joined(JsonNode parts) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : parts) {
      String more = Json.string(part, "text");
      if (more != null && !more.isEmpty()) {
        text.append(text.length() == 0 ? "" : GAP).append(more);
      }
    }
    return text.toString();
  }
}
