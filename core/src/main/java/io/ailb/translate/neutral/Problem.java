package io.ailb.translate.neutral;

import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error that the application gets from us, before any dialect has found its words for it
 * (translation, section 5).
 *
 * @param kind what stood in the way
 * @param status that the provider answered with; 0 = none did
 * @param message for people; holds no key
 * @param code the provider's own; null = none
 * @param requestId the provider's, for its support; null = none
 * @param retryAfter when it may be worth trying again; null = not known
 */
public record Problem(
    ErrorClass kind,
    int status,
    String message,
    @Nullable String code,
    @Nullable String requestId,
    @Nullable Duration retryAfter) {

  public Problem(
      ErrorClass kind,
      int status,
      String message,
      @Nullable String code,
      @Nullable String requestId) {
    this(kind, status, message, code, requestId, null);
  }

  /** One of our own. */
  public Problem(ErrorClass kind, String message) {
    this(kind, 0, message, null, null);
  }

  /** What a provider answered, told by {@code endpoint}. */
  public static Problem of(ErrorInfo error, String endpoint) {
    return new Problem(
        error.kind(),
        error.status(),
        "[" + endpoint + "] " + error.message(),
        error.code(),
        error.requestId(),
        error.retryAfter());
  }
}
