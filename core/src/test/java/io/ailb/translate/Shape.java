package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which members an answer has at its root: SDKs throw where a required one is missing. */
final class Shape {
  private Shape() {}

  static Set<String> of(JsonNode answer) {
    Set<String> names = new HashSet<>();
    answer.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static List<String> required(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> List.of("id", "object", "created", "model", "choices");
      case OPENAI_RESPONSES ->
          List.of(
              "id",
              "object",
              "created_at",
              "status",
              "error",
              "incomplete_details",
              "instructions",
              "metadata",
              "model",
              "output",
              "parallel_tool_calls",
              "temperature",
              "tool_choice",
              "tools",
              "top_p");
      case ANTHROPIC ->
          List.of(
              "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage");
      case GEMINI -> List.of("candidates", "modelVersion");
    };
  }
}
