package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gemini. */
enum GeminiErrors implements ErrorEncoder {
  INSTANCE;

  @Override
  public String body(Problem problem, int status) {
    return error(problem, status).toString();
  }

  @Override
  public String event(Problem problem, int status) {
    return "data: " + error(problem, status) + "\n\n";
  }

  private static ObjectNode error(Problem problem, int status) {
    ObjectNode error = ErrorEncoder.object();
    error.put("code", status);
    error.put("message", problem.message());
    error.put("status", name(status));
    ObjectNode root = ErrorEncoder.object();
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
