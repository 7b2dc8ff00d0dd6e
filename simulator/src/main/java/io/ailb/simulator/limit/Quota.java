package io.ailb.simulator.limit;

import java.time.Duration;

/** One budget that comes back with time. Not thread-safe: its account locks. */
abstract class Quota {
  final QuotaKind kind;
  final long limit;

  Quota(QuotaKind kind, long limit) {
    this.kind = kind;
    this.limit = limit;
  }

  /** The largest amount that can ever be there at once. */
  abstract long capacity();

  /** What is there now; a whole unit counts only once it is all there. */
  abstract long remaining(long now);

  /** Takes an amount, or what is left of it. */
  abstract void take(long amount, long now);

  /** Nanoseconds until the amount is there; it must be within the capacity. */
  abstract long nanosUntil(long amount, long now);

  /** Nanoseconds until all is there again. */
  abstract long nanosUntilReset(long now);

  final boolean fits(long amount, long now) {
    return amount <= remaining(now);
  }

  final Reading reading(long now) {
    return new Reading(kind, limit, remaining(now), Duration.ofNanos(nanosUntilReset(now)));
  }
}
