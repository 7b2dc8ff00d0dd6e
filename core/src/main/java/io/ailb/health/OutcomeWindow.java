package io.ailb.health;

import java.time.Duration;
import java.util.Arrays;

/** Successes and failures of the last while, in twenty slots. Guarded by the lock of its owner. */
final class OutcomeWindow {
  private static final int SLOTS = 20;

  private final Duration length;
  private final long slotNanos;
  private final int[] total = new int[SLOTS];
  private final int[] failed = new int[SLOTS];

  /** Of the failures, the least and the most place among all that were sent. */
  private final long[] first = new long[SLOTS];

  private final long[] last = new long[SLOTS];
  private long latest = Long.MIN_VALUE;
  private int latestIndex;

  OutcomeWindow(Duration length) {
    this.length = length;
    this.slotNanos = Math.max(1, length.toNanos() / SLOTS);
  }

  Duration length() {
    return length;
  }

  void succeeded(long now) {
    forgetUntil(now);
    total[latestIndex]++;
  }

  /** One failed, the {@code place}th of all that were sent. */
  void failed(long place, long now) {
    forgetUntil(now);
    int index = latestIndex;
    first[index] = failed[index] == 0 ? place : Math.min(first[index], place);
    last[index] = failed[index] == 0 ? place : Math.max(last[index], place);
    total[index]++;
    failed[index]++;
  }

  int total(long now) {
    forgetUntil(now);
    return Arrays.stream(total).sum();
  }

  /**
   * The share of failures, 0 to 1; 0 without any: among results, or among all that were sent from
   * the first to the last that failed, whichever is less. Errors come sooner than answers: of calls
   * that take long, all results are failures at first, however many will succeed.
   */
  double failureRatio(long now) {
    int all = total(now);
    int failures = Arrays.stream(failed).sum();
    return failures == 0 ? 0 : failures / Math.max((double) all, sentMeanwhile());
  }

  private double sentMeanwhile() {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < SLOTS; i++) {
      if (failed[i] > 0) {
        least = Math.min(least, first[i]);
        most = Math.max(most, last[i]);
      }
    }
    return (double) (most - least + 1);
  }

  void clear() {
    Arrays.fill(total, 0);
    Arrays.fill(failed, 0);
  }

  private void forgetUntil(long now) {
    if (latest != Long.MIN_VALUE && now - latest * slotNanos < slotNanos) {
      return;
    }
    long slot = Math.floorDiv(now, slotNanos);
    if (latest == Long.MIN_VALUE || slot - latest >= SLOTS) {
      clear();
      latest = slot;
    }
    while (latest < slot) {
      latest++;
      latestIndex = latestIndex + 1 < SLOTS ? latestIndex + 1 : 0;
      total[latestIndex] = 0;
      failed[latestIndex] = 0;
    }
  }
}
