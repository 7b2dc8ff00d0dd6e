package io.ailb.limit;

import java.time.Duration;
import java.util.Arrays;

/**
 * At most {@code limit} units in any stretch of {@code span}, wherever it begins. Time is cut into
 * slots, and the oldest slot counts in full until all of it is out of sight: never too few are
 * counted, so that a provider that counts by fixed minutes sees no overshoot whatever their phase.
 *
 * <p>One provision for the network: a request that is reserved later may arrive earlier. Two
 * requests that are a span apart here can be a little less apart there; the window is therefore
 * longer than the span by a guard.
 */
final class RollingWindow implements Window {
  private final long slotNanos;
  private final long origin;
  private final long[] counts;

  private long limit;
  private long sum;

  /** The slot of the last look, since {@link #origin}; all older than the window are zero. */
  private long latest;

  private RollingWindow(long limit, Duration span, Duration guard, Duration slot, long now) {
    this.limit = limit;
    this.slotNanos = slot.toNanos();
    this.origin = now;
    // One more than fits in: the slot in progress is not over yet.
    this.counts = new long[(int) ((span.toNanos() + guard.toNanos()) / slotNanos) + 1];
  }

  /**
   * Over a minute, in slots of a quarter of a second. The guard of half a second is a guess, well
   * above the jitter of a connection in use; it costs less than 1 % of the limit.
   */
  static RollingWindow minute(long limit, long now) {
    return new RollingWindow(
        limit, Duration.ofMinutes(1), Duration.ofMillis(500), Duration.ofMillis(250), now);
  }

  /** Over 24 hours, in slots of five minutes. */
  static RollingWindow day(long limit, long now) {
    return new RollingWindow(
        limit, Duration.ofDays(1), Duration.ofMinutes(5), Duration.ofMinutes(5), now);
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public void limit(long newLimit) {
    limit = newLimit;
  }

  @Override
  public long used(long now) {
    forgetUntil(now);
    return sum;
  }

  @Override
  public void count(long units, long sentAt, long now) {
    forgetUntil(now);
    long slot = slotOf(sentAt);
    if (slot > latest - counts.length) {
      int index = index(slot);
      // A correction never makes room that was not taken.
      long change = Math.max(units, -counts[index]);
      counts[index] += change;
      sum += change;
    }
  }

  @Override
  public long freeAt(long units, long now) {
    forgetUntil(now);
    long room = limit - Math.min(units, limit);
    long left = sum;
    for (long slot = latest - counts.length + 1; left > room; slot++) {
      left -= counts[index(slot)];
      if (left <= room) {
        return origin + (slot + counts.length) * slotNanos;
      }
    }
    return now;
  }

  private void forgetUntil(long now) {
    long slot = slotOf(now);
    if (slot - latest >= counts.length) {
      Arrays.fill(counts, 0);
      sum = 0;
      latest = slot;
    }
    while (latest < slot) {
      latest++;
      int index = index(latest);
      sum -= counts[index];
      counts[index] = 0;
    }
  }

  private long slotOf(long time) {
    return Math.floorDiv(time - origin, slotNanos);
  }

  private int index(long slot) {
    return (int) Math.floorMod(slot, (long) counts.length);
  }
}
