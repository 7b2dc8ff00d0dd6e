package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.QuotaKind;
import io.ailb.simulator.limit.RetryHint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's errors: {@code {error: {message, type, param, code}}}. */
final class OpenAiErrors {
  private static final String INVALID = "invalid_request_error";

  private OpenAiErrors() {}

  static Answer of(Trouble trouble, Scene scene) {
    return switch (trouble.problem()) {
      case INVALID_REQUEST ->
          error(400, trouble, "The request is invalid.", INVALID, trouble.param(), trouble.code());
      case UNAUTHORIZED ->
          error(
              401,
              trouble,
              "Incorrect API key provided. You can find your API key in your account settings.",
              INVALID,
              null,
              "invalid_api_key");
      case BILLING ->
          error(
              402,
              trouble,
              "Your organization has no prepaid credits remaining.",
              "insufficient_quota",
              null,
              "credit_balance_exhausted");
      case FORBIDDEN ->
          error(
              403,
              trouble,
              "Country, region, or territory not supported",
              "request_forbidden",
              null,
              "unsupported_country_region_territory");
      case MODEL_NOT_FOUND ->
          error(
              404,
              trouble,
              "The model `" + scene.model() + "` does not exist or you do not have access to it.",
              INVALID,
              null,
              "model_not_found");
      case PATH_NOT_FOUND -> error(404, trouble, "Invalid URL", INVALID, null, null);
      case TOO_LARGE -> error(413, trouble, "Request body too large.", INVALID, null, null);
      case UNPROCESSABLE ->
          error(422, trouble, "The request cannot be processed.", INVALID, null, null);
      case CONTEXT_LENGTH ->
          error(
              400,
              trouble,
              "This model's maximum context length is 128000 tokens. However, your messages"
                  + " resulted in 131542 tokens. Please reduce the length of the messages.",
              INVALID,
              "messages",
              "context_length_exceeded");
      case CONTENT_FILTER ->
          error(
              400,
              trouble,
              "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
              INVALID,
              null,
              "invalid_prompt");
      case SERVER_ERROR ->
          error(
              500,
              trouble,
              "The server had an error while processing your request. Sorry about that!",
              "server_error",
              null,
              null);
      case OVERLOADED ->
          error(
              503,
              trouble,
              "The server is currently overloaded with other requests. Please retry your request"
                  + " later.",
              "service_unavailable_error",
              null,
              "server_is_overloaded");
      case TIMEOUT -> error(504, trouble, "Gateway timeout.", "server_error", null, null);
      case PROXY_ERROR -> badGateway();
    };
  }

  static Answer badGateway() {
    return Answer.of(
        502,
        Map.of("content-type", "text/html"),
        "<html><head><title>502 Bad Gateway</title></head><body>bad gateway</body></html>");
  }

  /** To who asks for a response that this account does not have. */
  static Answer noSuchResponse(String id) {
    return Answer.error(404, body("Response with id '" + id + "' not found.", INVALID, null, null));
  }

  /** To who wants to go on after one. */
  static Answer noPreviousResponse(String id) {
    return Answer.error(
        400,
        body(
            "Previous response with id '" + id + "' not found.",
            INVALID,
            "previous_response_id",
            "previous_response_not_found"));
  }

  static Answer quotaExhausted() {
    return Answer.error(
        429,
        body(
            "You exceeded your current quota, please check your plan and billing details.",
            "insufficient_quota",
            null,
            "insufficient_quota"));
  }

  static Answer limited(Refused refused, Scene scene) {
    String message =
        "%s %s in organization org-sim on %s: Limit %d, %sRequested %d.%s"
            .formatted(
                refused.tooLarge() ? "Request too large for" : "Rate limit reached for",
                scene.model(),
                unit(refused.kind()),
                refused.limit(),
                refused.tooLarge() ? "" : "Used %d, ".formatted(refused.used()),
                refused.requested(),
                advice(refused));
    String type = refused.kind().countsRequests() ? "requests" : "tokens";
    return Answer.error(429, body(message, type, null, "rate_limit_exceeded"))
        .withHeaders(retryHeaders(refused.hint()));
  }

  private static String unit(QuotaKind kind) {
    return switch (kind) {
      case REQUESTS -> "requests per min (RPM)";
      case REQUESTS_PER_DAY -> "requests per day (RPD)";
      case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> "tokens per min (TPM)";
    };
  }

  private static String advice(Refused refused) {
    if (refused.tooLarge()) {
      return " The input or output tokens must be reduced in order to run successfully.";
    }
    var delay = refused.hint().delay();
    return delay == null
        ? ""
        : " Please try again in " + OpenAiLimitHeaders.goDuration(delay) + ".";
  }

  /** {@code retry-after} and {@code retry-after-ms}, as far as the hint has them. */
  static Map<String, String> retryHeaders(RetryHint hint) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (hint.seconds() != null) {
      headers.put("retry-after", String.valueOf(hint.seconds()));
    }
    if (hint.millis() != null) {
      headers.put("retry-after-ms", String.valueOf(hint.millis()));
    }
    return headers;
  }

  private static Answer error(
      int status,
      Trouble trouble,
      String usualMessage,
      String type,
      @Nullable String param,
      @Nullable String code) {
    return Answer.error(status, body(trouble.messageOr(usualMessage), type, param, code));
  }

  private static Object body(
      String message, String type, @Nullable String param, @Nullable String code) {
    return object(
        "error",
        object("message", message).with("type", type).with("param", param).with("code", code));
  }
}
