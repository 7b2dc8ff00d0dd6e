package io.ailb.health;

import io.ailb.health.Breaker.Phase;

/** One state of a {@link Breaker}, which guards it; each event answers with the state after it. */
abstract sealed class State permits Closed, Open, HalfOpen {
  abstract Phase phase(long now);

  /** When a request may pass; {@link Breaker#UNKNOWN} if no time can be told. */
  abstract long admitsAt(long now);

  abstract State acquired(long now);

  abstract State succeeded(long sentAt, long now);

  /** {@code what} failed, for people. */
  abstract State failed(long sentAt, long now, String what);

  State withdrawn(long sentAt) {
    return this;
  }

  int consecutiveFailures() {
    return 0;
  }

  /** Why it does not let everything pass, for people; empty if it does. */
  String cause() {
    return "";
  }
}
