package io.ailb.translate.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import org.jspecify.annotations.Nullable;

/** How OpenAI says errors, in whichever of its dialects. */
public final class OpenAiErrors {
  private OpenAiErrors() {}

  /** The HTTP status. */
  public static int status(Problem problem) {
    return ErrorWriter.status(problem, 503);
  }

  /** The body of an error answer, and the last event of a stream of Chat Completions. */
  public static ObjectNode error(Problem problem) {
    int status = status(problem);
    ObjectNode error = Json.object();
    error.put("message", problem.message());
    error.put("type", type(status));
    error.putNull("param");
    String code = code(problem);
    if (code == null) {
      error.putNull("code");
    } else {
      error.put("code", code);
    }
    ObjectNode root = Json.object();
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

  /** OpenAI's codes are lower case; what another dialect calls a status is none of them. */
  private static @Nullable String kept(@Nullable String code) {
    return code == null || code.isEmpty() || Character.isUpperCase(code.charAt(0)) ? null : code;
  }

  /** The code that goes with it; null where OpenAI has none. */
  public static @Nullable String code(Problem problem) {
    return switch (problem.kind()) {
      case RATE_LIMIT, RATE_LIMIT_DAILY, RATE_LIMIT_IMPOSSIBLE -> "rate_limit_exceeded";
      case MODEL_NOT_FOUND -> "model_not_found";
      case CONTEXT_LENGTH -> "context_length_exceeded";
      case CONTENT_FILTER -> "content_filter";
      case INVALID_REQUEST, UNSUPPORTED -> kept(problem.code());
      case TOO_LARGE -> null;
      default -> "server_is_overloaded";
    };
  }
}
