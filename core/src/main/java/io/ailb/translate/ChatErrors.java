package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** OpenAI Chat Completions; its error body is also that of Responses. */
enum ChatErrors implements ErrorEncoder {
  INSTANCE;

  @Override
  public String body(Problem problem, int status) {
    return error(problem, status).toString();
  }

  /** Closing without {@code [DONE]} is part of it. */
  @Override
  public String event(Problem problem, int status) {
    return "data: " + error(problem, status) + "\n\n";
  }

  static ObjectNode error(Problem problem, int status) {
    ObjectNode error = ErrorEncoder.object();
    error.put("message", problem.message());
    error.put("type", type(status));
    error.putNull("param");
    String code = code(problem);
    if (code == null) {
      error.putNull("code");
    } else {
      error.put("code", code);
    }
    ObjectNode root = ErrorEncoder.object();
    root.set("error", error);
    return root;
  }

  private static String type(int status) {
    return switch (status) {
      case 429 -> "rate_limit_error";
      case 503 -> "service_unavailable_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  static @Nullable String code(Problem problem) {
    return switch (problem.kind()) {
      case RATE_LIMIT, RATE_LIMIT_DAILY, RATE_LIMIT_IMPOSSIBLE -> "rate_limit_exceeded";
      case MODEL_NOT_FOUND -> "model_not_found";
      case CONTEXT_LENGTH -> "context_length_exceeded";
      case CONTENT_FILTER -> "content_filter";
      case INVALID_REQUEST, UNSUPPORTED, TOO_LARGE -> null;
      default -> "server_is_overloaded";
    };
  }
}
