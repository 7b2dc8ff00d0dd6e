package io.ailb.translate.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;

/**
 * Failures of tools. OpenAI's dialects have no flag for them: a JSON object with nothing but {@code
 * error} is one.
 */
public final class ToolErrors {
  private static final String ERROR = "error";

  private ToolErrors() {}

  /** Whether a tool's result says that it failed. */
  public static boolean isOne(String result) {
    return result.contains("\"error\"")
        && Json.parse(result) instanceof ObjectNode object
        && object.size() == 1
        && object.has(ERROR);
  }

  /** The result that says so: the text itself if it does already. */
  public static String of(String message) {
    if (isOne(message)) {
      return message;
    }
    ObjectNode object = Json.object();
    object.put(ERROR, message);
    return Json.text(object);
  }
}
