package io.ailb.translate;

import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import java.nio.charset.StandardCharsets;

/**
 * An error that the application gets from us, in the words its dialect has for it (translation,
 * section 5).
 *
 * @param kind what stood in the way
 * @param message for people; holds no key
 */
public record Problem(ErrorClass kind, String message) {

  /** The HTTP status that SDKs of this dialect expect for it. */
  public int status(Dialect dialect) {
    return switch (kind) {
      case INVALID_REQUEST, UNSUPPORTED, CONTEXT_LENGTH, CONTENT_FILTER -> 400;
      case TOO_LARGE -> 413;
      case MODEL_NOT_FOUND -> 404;
      case RATE_LIMIT, RATE_LIMIT_DAILY, RATE_LIMIT_IMPOSSIBLE -> 429;
      // The application cannot mend a key of the pool: to it, the pool is overloaded.
      case AUTH, PERMISSION, BILLING, OVERLOADED, SERVER_ERROR, CONFLICT, TIMEOUT, NETWORK ->
          dialect == Dialect.ANTHROPIC ? 529 : 503;
    };
  }

  /** The body of an answer with that status, as {@code application/json}. */
  public byte[] body(Dialect dialect) {
    return ErrorEncoder.of(dialect).body(this, status(dialect)).getBytes(StandardCharsets.UTF_8);
  }

  /** An event that ends a stream which has begun, as bytes to append to it. */
  public byte[] event(Dialect dialect) {
    return ErrorEncoder.of(dialect).event(this, status(dialect)).getBytes(StandardCharsets.UTF_8);
  }
}
