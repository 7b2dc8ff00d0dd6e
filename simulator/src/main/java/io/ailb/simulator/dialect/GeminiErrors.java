package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.QuotaKind;
import io.ailb.simulator.limit.RetryHint;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gemini's errors: {@code {error: {code, message, status, details[]}}}. */
final class GeminiErrors {
  private static final String METRIC = "generativelanguage.googleapis.com/generate_content_free_";
  private static final String RPC = "type.googleapis.com/google.rpc.";
  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json; charset=UTF-8");

  private GeminiErrors() {}

  static Answer of(Trouble trouble, Scene scene) {
    return switch (trouble.problem()) {
      case UNAUTHORIZED -> invalidKey(trouble);
      case CONTENT_FILTER -> blocked(scene);
      case PROXY_ERROR ->
          Answer.of(
              503,
              Map.of("content-type", "text/html; charset=UTF-8"),
              "<html><title>Error 503 (Service Unavailable)</title></html>");
      default -> {
        String message = trouble.messageOr(usualMessage(trouble.problem(), scene));
        yield error(status(trouble.problem()), message, violations(trouble));
      }
    };
  }

  private static List<Object> violations(Trouble trouble) {
    return trouble.param() == null
        ? List.of()
        : List.of(
            object("@type", RPC + "BadRequest")
                .with(
                    "fieldViolations",
                    List.of(
                        object("field", trouble.param()).with("description", trouble.message()))));
  }

  static Answer ofStatus(int status, Scene scene) {
    return error(status, usualMessage(Problem.of(status), scene), List.of());
  }

  private static int status(Problem problem) {
    return switch (problem) {
      case INVALID_REQUEST, UNAUTHORIZED, UNPROCESSABLE, CONTEXT_LENGTH -> 400;
      case CONTENT_FILTER -> 200;
      case BILLING -> 402;
      case FORBIDDEN -> 403;
      case MODEL_NOT_FOUND, PATH_NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case SERVER_ERROR -> 500;
      case OVERLOADED, PROXY_ERROR -> 503;
      case TIMEOUT -> 504;
    };
  }

  private static String usualMessage(Problem problem, Scene scene) {
    return switch (problem) {
      case INVALID_REQUEST, UNPROCESSABLE, CONTENT_FILTER ->
          "Request contains an invalid argument.";
      case UNAUTHORIZED ->
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
              + " cookie or other valid authentication credential.";
      case BILLING -> "Your prepaid balance is used up.";
      case FORBIDDEN -> "Your API key was reported as leaked. Please use another API key.";
      case MODEL_NOT_FOUND ->
          "models/%s is not found for API version v1beta, or is not supported for generateContent."
              .formatted(scene.model());
      case PATH_NOT_FOUND -> "Method not found.";
      case TOO_LARGE -> "Request payload size exceeds the limit.";
      case CONTEXT_LENGTH ->
          "The input token count (1091639) exceeds the maximum number of tokens allowed (1048576).";
      case SERVER_ERROR ->
          "An internal error has occurred. Please retry or report in the developer guide.";
      case OVERLOADED, PROXY_ERROR -> "The model is overloaded. Please try again later.";
      case TIMEOUT -> "Deadline expired before operation could complete.";
    };
  }

  private static Answer invalidKey(Trouble trouble) {
    return error(
        400,
        trouble.messageOr("API key not valid. Please pass a valid API key."),
        List.of(
            object("@type", RPC + "ErrorInfo")
                .with("reason", "API_KEY_INVALID")
                .with("domain", "googleapis.com")
                .with("metadata", object("service", "generativelanguage.googleapis.com"))));
  }

  /** A filtered prompt is no error here: an answer without candidates. */
  private static Answer blocked(Scene scene) {
    return Answer.of(
        200,
        HEADERS,
        Json.text(
            object("promptFeedback", object("blockReason", "PROHIBITED_CONTENT"))
                .with("usageMetadata", GeminiGenerate.usage(21, null))
                .with("modelVersion", scene.model())
                .with("responseId", scene.requestId())));
  }

  static Answer limited(Refused refused, Scene scene) {
    List<Object> details = new ArrayList<>();
    details.add(violation(refused.kind(), refused.limit(), scene));
    details.add(
        object("@type", RPC + "Help")
            .with(
                "links",
                List.of(
                    object("description", "Learn more about Gemini API quotas")
                        .with("url", "https://ai.google.dev/gemini-api/docs/rate-limits"))));
    return exceeded(refused.kind(), refused.limit(), refused.hint(), details, scene);
  }

  static Answer quotaExhausted(Scene scene) {
    List<Object> details = new ArrayList<>();
    details.add(violation(QuotaKind.REQUESTS_PER_DAY, 0, scene));
    RetryHint hint = new RetryHint(37025L, null);
    return exceeded(QuotaKind.REQUESTS_PER_DAY, 0, hint, details, scene);
  }

  private static Answer exceeded(
      QuotaKind kind, long limit, RetryHint hint, List<Object> details, Scene scene) {
    Duration delay = hint.delay();
    String advice = "";
    if (delay != null) {
      String seconds = seconds(delay);
      advice = "\nPlease retry in " + seconds + ".";
      details.add(object("@type", RPC + "RetryInfo").with("retryDelay", seconds));
    }
    String message =
        "You exceeded your current quota, please check your plan and billing details.\n"
            + "* Quota exceeded for metric: %s, limit: %d, model: %s%s"
                .formatted(metric(kind), limit, scene.model(), advice);
    return error(429, message, details);
  }

  private static Object violation(QuotaKind kind, long limit, Scene scene) {
    return object("@type", RPC + "QuotaFailure")
        .with(
            "violations",
            List.of(
                object("quotaMetric", metric(kind))
                    .with("quotaId", quotaId(kind))
                    .with(
                        "quotaDimensions",
                        object("location", "global").with("model", scene.model()))
                    .with("quotaValue", String.valueOf(limit))));
  }

  private static String metric(QuotaKind kind) {
    return METRIC + (kind.countsRequests() ? "tier_requests" : "tier_input_token_count");
  }

  private static String quotaId(QuotaKind kind) {
    return switch (kind) {
      case REQUESTS -> "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
      case REQUESTS_PER_DAY -> "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
      case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS ->
          "GenerateContentInputTokensPerModelPerMinute-FreeTier";
    };
  }

  private static String seconds(Duration delay) {
    return BigDecimal.valueOf(delay.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
  }

  private static Answer error(int status, String message, List<?> details) {
    JsonObject error =
        object("code", status).with("message", message).with("status", canonical(status));
    if (!details.isEmpty()) {
      error.with("details", details);
    }
    return Answer.of(status, HEADERS, Json.text(object("error", error)));
  }

  private static String canonical(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 402, 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
    };
  }
}
