package io.ailb.health;

import io.ailb.health.Breaker.Phase;

/**
 * One state of a {@link Breaker}, which guards changes of it; each event answers with the state
 * after it.
 */
abstract sealed class State permits Closed, Open, HalfOpen {
  /** An endpoint that is back begins with so much of its share (selection, section 3). */
  static final double RAMP_FROM = 0.2;

  abstract Phase phase(long now);

  /** When a request may pass; {@link Breaker#UNKNOWN} if no time can be told. */
  abstract long admitsAt(long now);

  /** Whether anybody may pass at any time, and nothing changes with that. */
  boolean admitsAll() {
    return false;
  }

  abstract State acquired(long now);

  abstract State succeeded(long sentAt, long now);

  /**
   * One failed.
   *
   * @param place the how manieth of all that were let pass it is
   * @param what for people
   */
  abstract State failed(long sentAt, long place, long now, String what);

  State withdrawn(long sentAt) {
    return this;
  }

  /** Somebody else has found that it should not be in use. */
  State tripped(long now, String what) {
    return this;
  }

  /** Nobody else is there: if it pauses, then no longer than the first time. */
  void hasten() {}

  /** How much of its share it takes, 0 to 1. */
  double ramp(long now) {
    return RAMP_FROM;
  }

  int consecutiveFailures() {
    return 0;
  }

  /** Why it does not let everything pass, for people; empty if it does. */
  String cause() {
    return "";
  }
}
