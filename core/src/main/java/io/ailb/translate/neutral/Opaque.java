package io.ailb.translate.neutral;

import io.ailb.model.Dialect;

/**
 * A value that only its provider understands. It goes back to an endpoint of its own dialect and
 * nowhere else.
 */
public record Opaque(Dialect origin, Kind kind, String value) {
  /** What it is to its provider. */
  public enum Kind {
    SIGNATURE,
    ENCRYPTED,
    REDACTED
  }
}
