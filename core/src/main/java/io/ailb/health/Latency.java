package io.ailb.health;

import io.ailb.time.Door;
import io.ailb.time.Histogram;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a duration over the last five to ten minutes, within 1 %. Two histograms: what came
 * since the last turn, which is all that is left after the next one, and what came in the time
 * before; who asks gets both together. They grow with what they see, so that an endpoint that
 * nobody uses costs nothing. Recorded inside the door of its owner; who asks gets a copy, made
 * there.
 */
public final class Latency {
  private static final long TURN = Duration.ofMinutes(5).toNanos();

  /** Finer than anything that crosses a network. */
  private static final long UNIT = Duration.ofNanos(100_000).toNanos();

  private final Door door;

  // Changed inside the door.
  private @Nullable Histogram current;
  private @Nullable Histogram before;
  private long began; // of `current`

  /** {@code door}: of its owner. */
  public Latency(Door door) {
    this.door = door;
  }

  /** Something took so long. Inside the door. */
  public void record(long nanos, long now) {
    if (current == null || now - began >= TURN) {
      before = now - began < 2 * TURN ? current : null;
      current = new Histogram();
      began = now;
    }
    current.record(nanos / UNIT);
  }

  /** How many durations the quantiles rest on. */
  public long count(long now) {
    return seen(now).count();
  }

  /**
   * The duration that this share of all is not above, in nanoseconds; -1 without any.
   *
   * @param percent 0 to 100
   */
  public long percentile(double percent, long now) {
    long units = seen(now).percentile(percent);
    return units < 0 ? -1 : units * UNIT;
  }

  /** What counts now: a copy, made inside, as what grows cannot be looked at from outside. */
  private Histogram seen(long now) {
    door.enter();
    try {
      return all(now);
    } finally {
      door.leave();
    }
  }

  private Histogram all(long now) {
    Histogram all = new Histogram();
    if (current != null && now - began < 2 * TURN) {
      all.add(current);
    }
    if (before != null && now - began < TURN) {
      all.add(before);
    }
    return all;
  }
}
