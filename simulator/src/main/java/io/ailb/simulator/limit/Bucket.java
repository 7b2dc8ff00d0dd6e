package io.ailb.simulator.limit;

/** Refills all the time at the limit's pace, up to a burst. Starts full. */
final class Bucket extends Quota {
  private static final double NANOS_PER_MINUTE = 60e9;

  /** Keeps a unit that took exactly its time to come back from missing by a rounding error. */
  private static final double EPSILON = 1e-6;

  private final long capacity;
  private double level;
  private long levelAt;

  Bucket(QuotaKind kind, long limit, int burstSeconds, long now) {
    super(kind, limit);
    capacity = Math.max(1, limit * burstSeconds / 60);
    level = capacity;
    levelAt = now;
  }

  @Override
  long capacity() {
    return capacity;
  }

  @Override
  long remaining(long now) {
    refill(now);
    return (long) (level + EPSILON);
  }

  @Override
  void take(long amount, long now) {
    refill(now);
    level = Math.max(0, level - amount);
  }

  @Override
  long nanosUntil(long amount, long now) {
    refill(now);
    return (long) Math.ceil(Math.max(0, amount - level) * NANOS_PER_MINUTE / limit);
  }

  @Override
  long nanosUntilReset(long now) {
    return nanosUntil(capacity, now);
  }

  private void refill(long now) {
    level = Math.min((double) capacity, level + (now - levelAt) * limit / NANOS_PER_MINUTE);
    levelAt = now;
  }
}
