package io.ailb.health;

import java.time.Duration;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a duration over the last five to ten minutes, within 1 %. Two histograms: what came
 * since the last turn, which is all that is left after the next one, and what came in the time
 * before; who asks gets both together. They grow with what they see, so that an endpoint that
 * nobody uses costs nothing. Thread-safe.
 */
public final class Latency {
  private static final long TURN = Duration.ofMinutes(5).toNanos();

  /** Finer than anything that crosses a network. */
  private static final long UNIT = Duration.ofNanos(100_000).toNanos();

  private static final int DIGITS = 2;

  private final Object lock;
  private @Nullable IntCountsHistogram current; // guarded by the lock
  private @Nullable IntCountsHistogram before; // guarded by the lock
  private long began; // of `current`; guarded by the lock

  public Latency() {
    this(new Object());
  }

  /** One of several that share a lock, which who records in all of them takes once. */
  public Latency(Object lock) {
    this.lock = lock;
  }

  public void record(long nanos, long now) {
    synchronized (lock) {
      turn(now);
      if (current == null) {
        current = new IntCountsHistogram(DIGITS);
        began = now;
      }
      current.recordValue(Math.max(0, nanos / UNIT));
    }
  }

  /** How many durations the quantiles rest on. */
  public long count(long now) {
    synchronized (lock) {
      turn(now);
      return count(current) + count(before);
    }
  }

  private static long count(@Nullable IntCountsHistogram histogram) {
    return histogram == null ? 0 : histogram.getTotalCount();
  }

  /**
   * The duration that this share of all is not above, in nanoseconds; -1 without any.
   *
   * @param percent 0 to 100
   */
  public long percentile(double percent, long now) {
    synchronized (lock) {
      turn(now);
      IntCountsHistogram all = current == null ? before : current;
      if (current != null && before != null) {
        all = current.copy();
        all.add(before);
      }
      return all == null ? -1 : all.getValueAtPercentile(percent) * UNIT;
    }
  }

  private void turn(long now) {
    if (now - began < TURN) {
      return;
    }
    before = now - began < 2 * TURN ? current : null;
    current = null;
    began = now;
  }
}
