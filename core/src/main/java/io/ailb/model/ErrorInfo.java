package io.ailb.model;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failed attempt.
 *
 * @param kind its class
 * @param status the HTTP status, or 0 where there was none
 * @param message the provider's words or ours
 * @param code the provider's own code, if it gave one
 * @param retryAfter how long the provider asked to be left alone, if it said so
 * @param requestId the provider's id of the request, for its support
 */
public record ErrorInfo(
    ErrorClass kind,
    int status,
    String message,
    @Nullable String code,
    @Nullable Duration retryAfter,
    @Nullable String requestId) {

  /** An attempt without an answer. */
  public static ErrorInfo withoutAnswer(ErrorClass kind, String message) {
    return new ErrorInfo(kind, 0, message, null, null, null);
  }

  /** The same, put into another class. */
  public ErrorInfo as(ErrorClass other) {
    return new ErrorInfo(other, status, message, code, retryAfter, requestId);
  }

  /** The same with another time to come again. */
  public ErrorInfo retryAfter(Duration other) {
    return new ErrorInfo(kind, status, message, code, other, requestId);
  }

  /** Its status, if there was one, and its message. */
  public String inWords() {
    return status == 0 ? message : status + " " + message;
  }

  /**
   * The same with words that may be shown anywhere: without keys, on one line, not too long.
   *
   * @param redactor takes keys out; before anything is cut, as half a key is no longer found
   */
  public ErrorInfo presentable(UnaryOperator<String> redactor) {
    return new ErrorInfo(
        kind,
        status,
        OneLine.of(redactor.apply(message)),
        code == null ? null : OneLine.of(redactor.apply(code)),
        retryAfter,
        requestId == null ? null : OneLine.of(redactor.apply(requestId)));
  }
}
