package io.ailb.health;

import java.time.Duration;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a duration over the last five to ten minutes, within 1 %. Two histograms: what came
 * since the last turn, which is all that is left after the next one, and that with the time before.
 * They grow with what they see, so that an endpoint that nobody uses costs nothing. Thread-safe.
 */
public final class Latency {
  private static final long TURN = Duration.ofMinutes(5).toNanos();

  /** Finer than anything that crosses a network. */
  private static final long UNIT = Duration.ofNanos(100_000).toNanos();

  private static final int DIGITS = 2;

  private @Nullable IntCountsHistogram current; // guarded by this
  private @Nullable IntCountsHistogram all; // guarded by this
  private long began; // of `current`; guarded by this

  public synchronized void record(long nanos, long now) {
    turn(now);
    if (current == null) {
      current = new IntCountsHistogram(DIGITS);
      began = now;
    }
    if (all == null) {
      all = new IntCountsHistogram(DIGITS);
    }
    long value = Math.max(0, nanos / UNIT);
    current.recordValue(value);
    all.recordValue(value);
  }

  /** How many durations the quantiles rest on. */
  public synchronized long count(long now) {
    turn(now);
    return all == null ? 0 : all.getTotalCount();
  }

  /**
   * The duration that this share of all is not above, in nanoseconds; -1 without any.
   *
   * @param percent 0 to 100
   */
  public synchronized long percentile(double percent, long now) {
    turn(now);
    return all == null ? -1 : all.getValueAtPercentile(percent) * UNIT;
  }

  private void turn(long now) {
    if (now - began < TURN) {
      return;
    }
    all = now - began < 2 * TURN ? current : null;
    current = null;
    began = now;
  }
}
