package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;

/** Gemini. */
enum GeminiErrors implements ErrorWriter {
  INSTANCE;

  @Override
  public int status(Problem problem) {
    return ErrorWriter.status(problem, 503);
  }

  @Override
  public ObjectNode body(Problem problem) {
    return error(problem);
  }

  @Override
  public String event(Problem problem) {
    return "data: " + error(problem) + "\n\n";
  }

  private static ObjectNode error(Problem problem) {
    int status = INSTANCE.status(problem);
    ObjectNode error = Json.object();
    error.put("code", status);
    error.put("message", problem.message());
    error.put("status", name(status));
    ObjectNode root = Json.object();
    root.set("error", error);
    return root;
  }

  private static String name(int status) {
    return switch (status) {
      case 400, 413 -> "INVALID_ARGUMENT";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }
}
