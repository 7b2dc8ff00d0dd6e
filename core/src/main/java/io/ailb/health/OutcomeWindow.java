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
  private long latest = Long.MIN_VALUE;

  OutcomeWindow(Duration length) {
    this.length = length;
    this.slotNanos = Math.max(1, length.toNanos() / SLOTS);
  }

  Duration length() {
    return length;
  }

  void record(boolean failure, long now) {
    forgetUntil(now);
    int index = index(latest);
    total[index]++;
    failed[index] += failure ? 1 : 0;
  }

  int total(long now) {
    forgetUntil(now);
    return Arrays.stream(total).sum();
  }

  /** The share of failures, 0 to 1; 0 without results. */
  double failureRatio(long now) {
    int all = total(now);
    return all == 0 ? 0 : (double) Arrays.stream(failed).sum() / all;
  }

  void clear() {
    Arrays.fill(total, 0);
    Arrays.fill(failed, 0);
  }

  private void forgetUntil(long now) {
    long slot = Math.floorDiv(now, slotNanos);
    if (latest == Long.MIN_VALUE || slot - latest >= SLOTS) {
      clear();
      latest = slot;
    }
    while (latest < slot) {
      latest++;
      int index = index(latest);
      total[index] = 0;
      failed[index] = 0;
    }
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }
}
