package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;

/** Anthropic Messages. */
enum AnthropicErrors implements ErrorWriter {
  INSTANCE;

  @Override
  public int status(Problem problem) {
    return ErrorWriter.status(problem, 529);
  }

  @Override
  public ObjectNode body(Problem problem) {
    return error(problem);
  }

  @Override
  public String event(Problem problem) {
    return "event: error\ndata: " + error(problem) + "\n\n";
  }

  private static ObjectNode error(Problem problem) {
    int status = INSTANCE.status(problem);
    ObjectNode error = Json.object();
    error.put("type", type(status));
    error.put("message", problem.message());
    ObjectNode root = Json.object();
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
