package io.ailb.model;

import org.jspecify.annotations.Nullable;

/**
 * How an endpoint's key travels.
 *
 * @param header the header's name for {@link Scheme#HEADER}, else null
 */
public record Auth(Scheme scheme, @Nullable String header) {
  public Auth {
    if ((scheme == Scheme.HEADER) == (header == null)) {
      throw new IllegalArgumentException(
          "auth.header names the header of auth.type header, and only of it");
    }
  }

  /** The way of the endpoint's provider. */
  public static final Auth AUTO = new Auth(Scheme.AUTO, null);

  /** Ways for a key to travel. */
  public enum Scheme {
    AUTO,
    /** {@code Authorization: Bearer KEY}. */
    BEARER,
    /** The key alone in a header that the configuration names. */
    HEADER,
    /** No key. */
    NONE,
    /** The caller's own credential stays, toward the caller's own host only. */
    PASSTHROUGH
  }
}
