package io.ailb.health;

import org.jspecify.annotations.Nullable;

/** One request's passage. */
record Permit(Breaker breaker, long permit, long sentAt) {
  static @Nullable Permit of(Breaker breaker, long now) {
    long permit = breaker.acquire(now);
    return permit == Breaker.NONE ? null : new Permit(breaker, permit, now);
  }

  boolean succeeded(long now) {
    return breaker.succeeded(sentAt, now);
  }

  void failed(long now, String what) {
    breaker.failed(permit, sentAt, now, what);
  }

  void withdrawn() {
    breaker.withdrawn(sentAt);
  }

  boolean isProbe() {
    return Breaker.isProbe(permit);
  }
}
