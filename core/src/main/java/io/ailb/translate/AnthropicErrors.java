package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Anthropic Messages. */
enum AnthropicErrors implements ErrorEncoder {
  INSTANCE;

  @Override
  public String body(Problem problem, int status) {
    return error(problem, status).toString();
  }

  @Override
  public String event(Problem problem, int status) {
    return "event: error\ndata: " + error(problem, status) + "\n\n";
  }

  private static ObjectNode error(Problem problem, int status) {
    ObjectNode error = ErrorEncoder.object();
    error.put("type", type(status));
    error.put("message", problem.message());
    ObjectNode root = ErrorEncoder.object();
    root.put("type", "error");
    root.set("error", error);
    root.putNull("request_id");
    return root;
  }

  private static String type(int status) {
    return switch (status) {
      case 400 -> "invalid_request_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 529 -> "overloaded_error";
      default -> "api_error";
    };
  }
}
