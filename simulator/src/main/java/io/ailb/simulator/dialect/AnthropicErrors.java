package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.QuotaKind;
import io.ailb.simulator.limit.RetryHint;
import java.util.Locale;
import java.util.Map;

/** Anthropic's errors: {@code {type: error, error: {type, message, details?}, request_id}}. */
final class AnthropicErrors {
  private AnthropicErrors() {}

  static Answer of(Trouble trouble, Scene scene) {
    if (trouble.problem() == Problem.PROXY_ERROR) {
      return Answer.of(504, Map.of("content-type", "text/plain"), "upstream request timeout");
    }
    String message = trouble.messageOr(usualMessage(trouble.problem(), scene));
    return error(status(trouble.problem()), message, scene);
  }

  private static int status(Problem problem) {
    return switch (problem) {
      case INVALID_REQUEST, UNPROCESSABLE, CONTEXT_LENGTH, CONTENT_FILTER -> 400;
      case UNAUTHORIZED -> 401;
      case BILLING -> 402;
      case FORBIDDEN -> 403;
      case MODEL_NOT_FOUND, PATH_NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case SERVER_ERROR -> 500;
      case TIMEOUT, PROXY_ERROR -> 504;
      case OVERLOADED -> 529;
    };
  }

  private static String usualMessage(Problem problem, Scene scene) {
    return switch (problem) {
      case INVALID_REQUEST, UNPROCESSABLE -> "The request is invalid.";
      case UNAUTHORIZED -> "invalid x-api-key";
      case BILLING -> "Your credit balance is too low to access the API.";
      case FORBIDDEN -> "Your API key does not have permission to use the specified resource.";
      case MODEL_NOT_FOUND -> "model: " + scene.model();
      case PATH_NOT_FOUND -> "Not Found";
      case TOO_LARGE -> "Request exceeds the maximum size";
      case CONTEXT_LENGTH -> "prompt is too long: 208310 tokens > 200000 maximum";
      case CONTENT_FILTER -> "Output blocked by content filtering policy";
      case SERVER_ERROR -> "Internal server error";
      case OVERLOADED -> "Overloaded";
      case TIMEOUT, PROXY_ERROR -> "Request timed out";
    };
  }

  static Answer ofStatus(int status, Scene scene) {
    // 529 is Anthropic's own word for overloaded; its 503 is an error like any other.
    String message =
        status >= 500 && status != 529
            ? "Internal server error"
            : usualMessage(Problem.of(status), scene);
    return error(status, message, scene);
  }

  static Answer limited(Refused refused, Scene scene) {
    String message =
        String.format(
            Locale.ROOT,
            "This request would exceed your organization's rate limit of %,d %s.",
            refused.limit(),
            unit(refused.kind()));
    return error(429, message, scene).withHeaders(retryHeaders(refused.hint()));
  }

  private static String unit(QuotaKind kind) {
    return switch (kind) {
      case REQUESTS -> "requests per minute";
      case TOKENS -> "tokens per minute";
      case INPUT_TOKENS -> "input tokens per minute";
      case OUTPUT_TOKENS -> "output tokens per minute";
      case REQUESTS_PER_DAY -> "requests per day";
    };
  }

  /** Whole seconds, unless a fault asks for nothing but milliseconds. */
  private static Map<String, String> retryHeaders(RetryHint hint) {
    return OpenAiErrors.retryHeaders(
        hint.seconds() == null ? hint : new RetryHint(hint.seconds(), null));
  }

  static Answer quotaExhausted(Scene scene) {
    return Answer.error(
        429,
        object("type", "error")
            .with(
                "error",
                object("type", type(429))
                    .with("message", "Your organization has reached its monthly usage threshold.")
                    .with("details", object("error_code", "enforced_spend_limit_reached")))
            .with("request_id", scene.requestId()));
  }

  private static Answer error(int status, String message, Scene scene) {
    return Answer.error(
        status,
        object("type", "error")
            .with("error", object("type", type(status)).with("message", message))
            .with("request_id", scene.requestId()));
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 409 -> "conflict_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
