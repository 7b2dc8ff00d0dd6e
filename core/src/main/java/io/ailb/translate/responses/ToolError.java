package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;

/** A tool's failure, which this dialect has no flag for: a text that is {@code {"error": ...}}. */
final class ToolError {
  private static final String FIELD = "error";

  private ToolError() {}

  static boolean is(String output) {
    if (!output.startsWith("{")) {
      return false;
    }
    ObjectNode object = Json.object(output);
    return object != null && object.size() == 1 && object.has(FIELD);
  }

  static String write(String text) {
    return is(text) ? text : Json.text(Json.object().put(FIELD, text));
  }
}
