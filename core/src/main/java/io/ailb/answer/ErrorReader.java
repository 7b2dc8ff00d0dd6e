package io.ailb.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts an error answer into its class: the table of wire-facts, section 10.3. A status alone says
 * too little: a 400 can be a bad key (Gemini), a spent balance (Anthropic) or a prompt that is too
 * long. Stateless.
 */
public final class ErrorReader {
  private static final Set<String> BILLING_CODES =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "billing_hard_limit_reached",
          "billing_error",
          "linked_organization_billing_unavailable");

  /** Anthropic has one for each level at which spending can be limited. */
  private static final String SPEND_LIMIT = "_spend_limit_reached";

  private static final Set<String> NO_MODEL_CODES = Set.of("model_not_found", "DeploymentNotFound");

  /** "The model `x` does not exist", "model 'x' not found, try pulling it first". */
  private static final Pattern NO_MODEL =
      Pattern.compile(
          "\\b(?:model|deployment)\\b(?![./_-]).*\\b(?:not|no|doesn't|unknown|unable|invalid|deprecated)\\b"
              + "|\\b(?:not|no|doesn't|unknown|unable|invalid|deprecated)\\b.*\\b(?:model|deployment)\\b(?![./_-])",
          Pattern.DOTALL);

  private static final Set<String> CONTENT_FILTER_CODES =
      Set.of("content_filter", "content_policy_violation", "invalid_prompt");

  private static final Set<String> UNSUPPORTED_CODES =
      Set.of("unsupported_parameter", "unsupported_value");

  /** In lower case; Anthropic's, everybody's, Gemini's, those of hosts that are like OpenAI. */
  private static final Set<String> UNSUPPORTED_WORDS =
      Set.of(
          "extra inputs are not permitted",
          "does not support",
          "is not supported",
          "are not supported",
          "cannot find field",
          "unknown name",
          "unrecognized request argument");

  private static final Pattern DAILY =
      Pattern.compile("\\((RPD|TPD)\\)|per day", Pattern.CASE_INSENSITIVE);

  /** "Limit 30000, Requested 41250", with or without what was used in between. */
  private static final Pattern LIMIT_AND_REQUEST =
      Pattern.compile("Limit ([\\d,]+)(?:, Used [\\d,]+)?, Requested ([\\d,]+)");

  private ErrorReader() {}

  /**
   * Reads an answer whose status is 400 or more.
   *
   * @param body as much of it as was kept
   * @param now when it arrived
   */
  public static ErrorInfo read(int status, HttpFields headers, byte[] body, Instant now) {
    String contentType = orEmpty(headers.first("content-type"));
    ErrorBody error = ErrorBody.of(body, contentType);
    String requestId = headers.first("x-request-id");
    ErrorClass kind = classOf(status, error);
    return new ErrorInfo(
        kind,
        status,
        error.message(),
        error.code(),
        RetryAfter.of(kind, headers, delayInBody(error), now),
        requestId != null ? requestId : headers.first("request-id"));
  }

  /** Reads an error that stands inside an answer whose status was good. */
  public static ErrorInfo inside(byte[] body) {
    ErrorBody error = ErrorBody.of(body, "application/json");
    int status = statusOf(error);
    return new ErrorInfo(
        classOf(status, error), status, error.message(), error.code(), delayInBody(error), null);
  }

  /** The status that an error inside an answer would have had as an answer of its own. */
  private static int statusOf(ErrorBody error) {
    int stated = error.statusCode();
    if (stated >= 400) {
      return stated;
    }
    return switch (orEmpty(error.code())) {
      case "rate_limit_exceeded", "slow_down" -> 429;
      case "server_is_overloaded" -> 503;
      case "invalid_prompt", "content_filter", "context_length_exceeded" -> 400;
      default -> statusOfType(orEmpty(error.type()));
    };
  }

  private static int statusOfType(String type) {
    return switch (type) {
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "rate_limit_error" -> 429;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }

  private static @Nullable Duration delayInBody(ErrorBody error) {
    Duration stated = error.retryDelay();
    return stated != null ? stated : Durations.inMessage(error.message());
  }

  private static ErrorClass classOf(int status, ErrorBody error) {
    String code = orEmpty(error.code());
    String type = orEmpty(error.type());
    String message = error.message().toLowerCase(Locale.ROOT);
    if (status == 402 || isBilling(code, type, message, error)) {
      return ErrorClass.BILLING;
    }
    return switch (status) {
      case 401 -> ErrorClass.AUTH;
      case 403 ->
          NO_MODEL_CODES.contains(code) ? ErrorClass.MODEL_NOT_FOUND : ErrorClass.PERMISSION;
      case 404 -> notFound(code, message, error);
      case 408, 409 -> ErrorClass.CONFLICT;
      case 413 -> tooLarge(code, message, error);
      case 429 -> rateLimit(error);
      case 498, 503, 529 -> ErrorClass.OVERLOADED;
      default -> status >= 500 ? ErrorClass.SERVER_ERROR : badRequest(code, message, error);
    };
  }

  private static boolean isBilling(String code, String type, String message, ErrorBody error) {
    return BILLING_CODES.contains(code)
        || BILLING_CODES.contains(type)
        || code.endsWith(SPEND_LIMIT)
        || type.endsWith(SPEND_LIMIT)
        || message.contains("credit balance is too low")
        || message.contains("usage limits")
        || violates(error, violation -> "0".equals(violation.path("quotaValue").asText("")));
  }

  /**
   * Only a 404 that is about the model, or that no API wrote (a wrong base URL), says something
   * about the endpoint; a file or an earlier response that is not there is the caller's.
   */
  private static ErrorClass notFound(String code, String message, ErrorBody error) {
    boolean endpoint =
        NO_MODEL_CODES.contains(code)
            || message.startsWith("model:")
            || message.contains("is not found for api version")
            || NO_MODEL.matcher(message).find()
            || !error.isJson();
    return endpoint ? ErrorClass.MODEL_NOT_FOUND : ErrorClass.INVALID_REQUEST;
  }

  private static ErrorClass tooLarge(String code, String message, ErrorBody error) {
    if (requestOverLimit(error)) {
      return ErrorClass.RATE_LIMIT_IMPOSSIBLE;
    }
    return isContextLength(code, message) ? ErrorClass.CONTEXT_LENGTH : ErrorClass.TOO_LARGE;
  }

  /**
   * Azure says "high demand" with a 429 when it is short of capacity. That stays a rate limit, with
   * the pause that it states: a 429 says nothing about the endpoint's health.
   */
  private static ErrorClass rateLimit(ErrorBody error) {
    if (requestOverLimit(error)) {
      return ErrorClass.RATE_LIMIT_IMPOSSIBLE;
    }
    boolean daily =
        DAILY.matcher(error.message()).find()
            || violates(
                error, violation -> violation.path("quotaId").asText("").contains("PerDay"));
    return daily ? ErrorClass.RATE_LIMIT_DAILY : ErrorClass.RATE_LIMIT;
  }

  private static boolean violates(ErrorBody error, Predicate<JsonNode> how) {
    for (JsonNode violation : error.quotaViolations()) {
      if (how.test(violation)) {
        return true;
      }
    }
    return false;
  }

  private static boolean requestOverLimit(ErrorBody error) {
    Matcher numbers = LIMIT_AND_REQUEST.matcher(error.message());
    return numbers.find() && number(numbers.group(2)) > number(numbers.group(1));
  }

  private static long number(String digits) {
    String plain = digits.replace(",", "");
    return plain.isEmpty() || plain.length() > 18 ? 0 : Long.parseLong(plain);
  }

  private static ErrorClass badRequest(String code, String message, ErrorBody error) {
    String reason = orEmpty(error.reason());
    if (reason.equals("API_KEY_INVALID")
        || reason.equals("API_KEY_EXPIRED")
        || message.contains("api key not valid")
        || (message.contains("api key") && message.contains("expired"))) {
      return ErrorClass.AUTH;
    }
    if (NO_MODEL_CODES.contains(code)) {
      return ErrorClass.MODEL_NOT_FOUND;
    }
    if (isContextLength(code, message)) {
      return ErrorClass.CONTEXT_LENGTH;
    }
    if (CONTENT_FILTER_CODES.contains(code)) {
      return ErrorClass.CONTENT_FILTER;
    }
    boolean lacks =
        UNSUPPORTED_CODES.contains(code) || UNSUPPORTED_WORDS.stream().anyMatch(message::contains);
    return lacks ? ErrorClass.UNSUPPORTED : ErrorClass.INVALID_REQUEST;
  }

  private static boolean isContextLength(String code, String message) {
    return code.equals("context_length_exceeded")
        || message.contains("maximum context length")
        || message.contains("context window")
        || message.startsWith("prompt is too long")
        || message.contains("exceed context limit")
        || (message.contains("the input token count") && message.contains("exceeds the maximum"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
