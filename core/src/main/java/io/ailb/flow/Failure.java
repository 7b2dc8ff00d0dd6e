package io.ailb.flow;

import org.jspecify.annotations.Nullable;

/**
 * What to throw at the application, in its client's own terms.
 *
 * @param cause what the client itself reported, if it did: throw that
 */
public record Failure(Kind kind, String message, @Nullable Throwable cause) {
  /** What happened. */
  public enum Kind {
    /** The application left: it cancelled, closed, or its own time is over. */
    ABANDONED,
    /** The provider went silent. */
    TIMEOUT,
    /** The answer broke off, or cannot be read. */
    BROKEN
  }
}
