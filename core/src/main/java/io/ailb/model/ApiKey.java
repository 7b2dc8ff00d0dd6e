package io.ailb.model;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where an endpoint's key comes from: fixed, or a token that rotates. Thread-safe. */
public interface ApiKey {
  /** The key to send now; null while none is known. Never blocks. */
  @Nullable Secret current();

  /** Whether {@link #current()} is always the same. */
  default boolean isFixed() {
    return false;
  }

  /**
   * The provider refused {@code refused}.
   *
   * @return whether a newer one is being looked for; until it is there, {@link #current()} is null
   */
  default boolean refused(Secret refused) {
    return false;
  }

  /**
   * Calls {@code listener} whenever a source of keys has answered after a refusal: with true if the
   * key is another one, with false if it is the refused one again.
   */
  default void onAnswer(Consumer<Boolean> listener) {}

  /** Nobody wants it any more: its source is not asked again. */
  default void close() {}

  /** A key that never changes. */
  static ApiKey of(Secret secret) {
    return new Fixed(secret);
  }

  /** The endpoint wants no key of ours. */
  static ApiKey none() {
    return new Fixed(null);
  }

  /** See {@link #of}. */
  record Fixed(@Nullable Secret current) implements ApiKey {
    @Override
    public boolean isFixed() {
      return true;
    }
  }
}
