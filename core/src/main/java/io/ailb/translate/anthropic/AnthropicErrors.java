package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;

/** Anthropic Messages. */
enum AnthropicErrors implements ErrorWriter {
  INSTANCE;

  private static final String TOO_LONG = "prompt is too long";

  @Override
  public int status(Problem problem) {
    return switch (problem.kind()) {
      case SERVER_ERROR -> problem.status() == 504 ? 504 : 500;
      case TIMEOUT -> 504;
      case NETWORK, CONFLICT -> 500;
      default -> ErrorWriter.status(problem, 529);
    };
  }

  @Override
  public ObjectNode body(Problem problem) {
    ObjectNode error = Json.object();
    error.put("type", type(status(problem)));
    error.put("message", message(problem));
    ObjectNode root = Json.object();
    root.put("type", "error");
    root.set("error", error);
    root.put("request_id", problem.requestId());
    return root;
  }

  @Override
  public String event(Problem problem) {
    return "event: error\ndata: " + Json.text(body(problem)) + "\n\n";
  }

  /** Applications know a prompt that does not fit by these words alone: there is no code for it. */
  private static String message(Problem problem) {
    boolean known =
        problem.kind() != ErrorClass.CONTEXT_LENGTH || problem.message().contains(TOO_LONG);
    return known ? problem.message() : TOO_LONG + ": " + problem.message();
  }

  private static String type(int status) {
    return switch (status) {
      case 400 -> "invalid_request_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> "api_error";
    };
  }
}
