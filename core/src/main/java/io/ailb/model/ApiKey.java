package io.ailb.model;

import org.jspecify.annotations.Nullable;

/** Where an endpoint's key comes from: fixed, or a token that rotates. Thread-safe. */
public interface ApiKey {
  /** The key to send now; null while none is known. Never blocks. */
  @Nullable Secret current();

  /** The provider refused {@code refused}: look for a newer one, in the background. */
  default void refused(Secret refused) {}

  /** A key that never changes. */
  static ApiKey of(Secret secret) {
    return new Fixed(secret);
  }

  /** The endpoint wants no key of ours. */
  static ApiKey none() {
    return new Fixed(null);
  }

  /** See {@link #of}. */
  record Fixed(@Nullable Secret current) implements ApiKey {}
}
