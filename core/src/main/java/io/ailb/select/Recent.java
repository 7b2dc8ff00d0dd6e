package io.ailb.select;

import java.time.Duration;

/** How much was sent of late: what is longer ago counts less. Thread-safe. */
final class Recent {
  /** After so long, nanoseconds, a call counts 1/e (selection, section 1). */
  private static final double MEMORY = Duration.ofSeconds(30).toNanos();

  // Guarded by this.
  private double count;
  private long at;

  synchronized void count(long now) {
    count = at(now) + 1;
    at = now;
  }

  synchronized double at(long now) {
    return count == 0 ? 0 : count * Math.exp(-Math.max(0, now - at) / MEMORY);
  }
}
