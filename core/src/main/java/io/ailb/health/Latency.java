package io.ailb.health;

import java.time.Duration;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a duration over the last five to ten minutes, within 1 %. Two histograms take turns:
 * one is written, the one before it is still read. They grow with what they see, so that an
 * endpoint that nobody uses costs nothing. Thread-safe.
 */
public final class Latency {
  private static final long TURN = Duration.ofMinutes(5).toNanos();

  /** Finer than anything that crosses a network. */
  private static final long UNIT = Duration.ofNanos(100_000).toNanos();

  private static final int DIGITS = 2;

  private @Nullable IntCountsHistogram current; // guarded by this
  private @Nullable IntCountsHistogram previous; // guarded by this
  private long began; // of `current`; guarded by this

  public synchronized void record(long nanos, long now) {
    turn(now);
    if (current == null) {
      current = new IntCountsHistogram(DIGITS);
      began = now;
    }
    current.recordValue(Math.max(0, nanos / UNIT));
  }

  /** How many durations the quantiles rest on. */
  public synchronized long count(long now) {
    turn(now);
    return (current == null ? 0 : current.getTotalCount())
        + (previous == null ? 0 : previous.getTotalCount());
  }

  /**
   * The duration that this share of all is not above, in nanoseconds; -1 without any.
   *
   * @param percent 0 to 100
   */
  public synchronized long percentile(double percent, long now) {
    turn(now);
    if (current == null && previous == null) {
      return -1;
    }
    IntCountsHistogram all = new IntCountsHistogram(DIGITS);
    if (previous != null) {
      all.add(previous);
    }
    if (current != null) {
      all.add(current);
    }
    return all.getValueAtPercentile(percent) * UNIT;
  }

  private void turn(long now) {
    if (current != null && now - began >= TURN) {
      previous = now - began >= 2 * TURN ? null : current;
      current = null;
      began = now;
    } else if (current == null && previous != null && now - began >= TURN) {
      previous = null;
    }
  }
}
