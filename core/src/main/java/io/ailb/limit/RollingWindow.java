package io.ailb.limit;

import java.time.Duration;
import java.util.Arrays;

/**
 * At most {@code limit} units in any stretch of {@code span}, wherever it begins. Time is cut into
 * slots, and the oldest slot counts in full until all of it is out of sight: never too few are
 * counted, so that a provider that counts by fixed minutes sees no overshoot whatever their phase.
 *
 * <p>Two provisions for the network. A request is counted as late as it can arrive, some slots
 * ahead, until it is known to have arrived. And what is known of two arrivals is known a little
 * late: the window is longer than the span by a guard.
 */
final class RollingWindow implements Window {
  private final long slotNanos;
  private final long origin;
  private final long provision;

  /** Slots in sight, the one in progress included. */
  private final int span;

  /** Of the slots in sight and those ahead of them. */
  private final long[] counts;

  private long limit;
  private long sum;

  /** The slot of the last count, since {@link #origin}; all older than the window are zero. */
  private long latest;

  /** Where that is in {@link #counts}. */
  private int latestIndex;

  private RollingWindow(
      long limit, Duration span, Duration guard, Duration slot, long provision, long now) {
    this.limit = limit;
    this.slotNanos = slot.toNanos();
    this.origin = now;
    this.provision = provision;
    // One more than fits in: the slot in progress is not over yet.
    this.span = (int) ((span.toNanos() + guard.toNanos()) / slotNanos) + 1;
    this.counts = new long[this.span + ahead()];
  }

  /** One more than the provision: it may reach into a slot. */
  private int ahead() {
    return provision == 0 ? 0 : (int) (provision / slotNanos) + 1;
  }

  /**
   * Over a minute, in slots of a quarter of a second. The guard of half a second is a guess, well
   * above the jitter of a connection in use; it costs less than 1 % of the limit.
   */
  static RollingWindow minute(long limit, long now) {
    return new RollingWindow(
        limit, Duration.ofMinutes(1), Duration.ofMillis(500), Duration.ofMillis(250), TRAVEL, now);
  }

  /** Over 24 hours, in slots of five minutes; the guard is long enough for any way. */
  static RollingWindow day(long limit, long now) {
    return new RollingWindow(
        limit, Duration.ofDays(1), Duration.ofMinutes(5), Duration.ofMinutes(5), 0, now);
  }

  @Override
  public long provision() {
    return provision;
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public void limit(long newLimit, long now) {
    limit = newLimit;
  }

  @Override
  public long used(long now) {
    long slot = slotOf(now);
    if (slot - latest >= counts.length) {
      return 0;
    }
    long used = sum;
    int index = oldest();
    for (long gone = latest - span + 1; gone <= slot - span; gone++) {
      used -= counts[index];
      index = after(index);
    }
    return used;
  }

  @Override
  public void count(long units, long at, long now) {
    forgetUntil(now);
    long slot = Math.min(slotOf(at), latest + ahead());
    if (slot > latest - span) {
      int index = index(slot);
      // A correction never makes room that was not taken.
      long change = Math.max(units, -counts[index]);
      counts[index] += change;
      sum += change;
    }
  }

  @Override
  public void move(long units, long from, long to, long now) {
    long slot = slotOf(to);
    if (slotOf(from) != slot || !holds(units, slot)) {
      Window.super.move(units, from, to, now);
    }
  }

  private boolean holds(long units, long slot) {
    return slot > latest - span && slot <= latest + ahead() && counts[index(slot)] >= units;
  }

  @Override
  public long freeAt(long units, long now) {
    long room = limit - Math.min(units, limit);
    if (sum <= room) {
      return now;
    }
    long left = sum;
    int index = oldest();
    for (long slot = latest - span + 1; left > room && slot <= latest + ahead(); slot++) {
      left -= counts[index];
      index = after(index);
      if (left <= room) {
        // What is on its way may arrive now.
        long arrived = Math.min(slot, Math.max(latest, slotOf(now)));
        return Math.max(now, origin + (arrived + span) * slotNanos);
      }
    }
    return now;
  }

  @Override
  public boolean fits(long units, long now) {
    long room = limit - Math.min(units, limit);
    return sum <= room || used(now) <= room;
  }

  @Override
  public double plenty(long now) {
    return (double) limit - sum;
  }

  @Override
  public double room(long until, long now) {
    long whole = Math.max(0, until - now) / (span - 1L) / slotNanos;
    long rest = slotOf(until - whole * (span - 1) * slotNanos);
    double room = (double) limit - sum;
    for (long slot = latest - span + 1; slot <= Math.min(rest - span, latest + ahead()); slot++) {
      room += counts[index(slot)]; // out of sight by then
    }
    return Math.max(0, room) + (double) whole * limit;
  }

  private void forgetUntil(long now) {
    long slot = slotOf(now);
    if (slot - latest >= counts.length) {
      Arrays.fill(counts, 0);
      sum = 0;
      latest = slot;
    }
    while (latest < slot) {
      int index = oldest(); // gets out of sight; becomes the one furthest ahead
      sum -= counts[index];
      counts[index] = 0;
      latest++;
      latestIndex = after(latestIndex);
    }
  }

  private long slotOf(long time) {
    long since = time - origin - latest * slotNanos;
    return since >= 0 && since < slotNanos ? latest : Math.floorDiv(time - origin, slotNanos);
  }

  /** Of a slot in sight or ahead. */
  private int index(long slot) {
    int index = latestIndex + (int) (slot - latest);
    return index < 0
        ? index + counts.length
        : index < counts.length ? index : index - counts.length;
  }

  /** The index of the oldest slot in sight; right for any {@link #latestIndex}. */
  private int oldest() {
    int index = latestIndex - span + 1;
    return index < 0 ? index + counts.length : index;
  }

  private int after(int index) {
    return index + 1 < counts.length ? index + 1 : 0;
  }
}
