package io.ailb.health;

import io.ailb.time.Door;
import java.time.Duration;

/**
 * What a given share of durations of late is not above. It is worked out every few answers, not for
 * every request that asks. Thread-safe.
 */
public final class RollingQuantile {
  /** So many must be known before they say anything, and before they are looked at again. */
  private static final int SAMPLES = 20;

  /** Old answers are forgotten even when no new ones come. */
  private static final long STALE = Duration.ofMinutes(1).toNanos();

  private final double percent;
  private final Latency latency = new Latency(new Door());

  // Guarded by this.
  private int sinceThen;
  private long workedOutAt;
  private long usual = -1;

  /** Nothing is known yet; {@code percent} is 0 to 100. */
  public RollingQuantile(double percent) {
    this.percent = percent;
  }

  public synchronized void record(long nanos, long now) {
    latency.record(nanos, now);
    sinceThen++;
    if (sinceThen >= SAMPLES) {
      workOut(now);
    }
  }

  /** In nanoseconds; -1 while too few are known. */
  public synchronized long usual(long now) {
    if (usual >= 0 && now - workedOutAt > STALE) {
      workOut(now);
    }
    return usual;
  }

  private void workOut(long now) {
    sinceThen = 0;
    workedOutAt = now;
    usual = latency.count(now) < SAMPLES ? -1 : latency.percentile(percent, now);
  }
}
