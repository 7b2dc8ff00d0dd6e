package io.ailb.health;

import io.ailb.time.Histogram;
import java.time.Duration;
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

  private final Object lock;
  private @Nullable Histogram current; // guarded by the lock
  private @Nullable Histogram before; // guarded by the lock
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
        current = new Histogram();
        began = now;
      }
      current.record(nanos / UNIT);
    }
  }

  /** How many durations the quantiles rest on. */
  public long count(long now) {
    synchronized (lock) {
      turn(now);
      return count(current) + count(before);
    }
  }

  private static long count(@Nullable Histogram histogram) {
    return histogram == null ? 0 : histogram.count();
  }

  /**
   * The duration that this share of all is not above, in nanoseconds; -1 without any.
   *
   * @param percent 0 to 100
   */
  public long percentile(double percent, long now) {
    synchronized (lock) {
      turn(now);
      Histogram all = new Histogram();
      for (Histogram part : new Histogram[] {before, current}) {
        if (part != null) {
          all.add(part);
        }
      }
      long units = all.percentile(percent);
      return units < 0 ? -1 : units * UNIT;
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
