package io.ailb.simulator.limit;

/** Comes back all at once when the next period begins. */
final class Window extends Quota {
  private final long periodNanos;
  private final long firstStart;
  private long index;
  private long used;

  /**
   * @param firstStart nanosecond at which one of the windows begins
   */
  Window(QuotaKind kind, long limit, long periodNanos, long firstStart) {
    super(kind, limit);
    this.periodNanos = periodNanos;
    this.firstStart = firstStart;
  }

  @Override
  long capacity() {
    return limit;
  }

  @Override
  long remaining(long now) {
    long current = Math.floorDiv(now - firstStart, periodNanos);
    if (current != index) {
      index = current;
      used = 0;
    }
    return limit - used;
  }

  @Override
  void take(long amount, long now) {
    used += Math.min(amount, remaining(now));
  }

  @Override
  long nanosUntil(long amount, long now) {
    return fits(amount, now) ? 0 : nanosUntilReset(now);
  }

  @Override
  long nanosUntilReset(long now) {
    return periodNanos - Math.floorMod(now - firstStart, periodNanos);
  }
}
