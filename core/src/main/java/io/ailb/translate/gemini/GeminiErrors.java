package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import java.time.Duration;

/** Errors in Gemini's words (translation, section 5). */
enum GeminiErrors implements ErrorWriter {
  INSTANCE;

  private static final String TOO_LONG = "input token count";

  @Override
  public int status(Problem problem) {
    return switch (problem.kind()) {
      case SERVER_ERROR -> problem.status() == 504 ? 504 : 500;
      case TIMEOUT -> 504;
      default -> ErrorWriter.status(problem, 503);
    };
  }

  @Override
  public ObjectNode body(Problem problem) {
    int status = status(problem);
    ObjectNode root = Json.object();
    ObjectNode error = root.putObject("error");
    error.put("code", status);
    error.put("message", message(problem));
    error.put("status", name(status));
    if (status == 429 && problem.retryAfter() != null) {
      error
          .putArray("details")
          .addObject()
          .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
          .put("retryDelay", seconds(problem.retryAfter()) + "s");
    }
    return root;
  }

  @Override
  public String event(Problem problem) {
    return "data: " + Json.text(body(problem)) + "\n\n";
  }

  /** Callers know a prompt that is too long by these words alone. */
  private static String message(Problem problem) {
    String message = problem.message();
    return problem.kind() == ErrorClass.CONTEXT_LENGTH && !message.contains(TOO_LONG)
        ? message + " (The " + TOO_LONG + " exceeds the maximum number of tokens allowed.)"
        : message;
  }

  /** Rounded up: who comes back earlier comes too early. */
  private static long seconds(Duration delay) {
    return delay.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private static String name(int status) {
    return switch (status) {
      case 400, 413 -> "INVALID_ARGUMENT";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> "INTERNAL";
    };
  }
}
