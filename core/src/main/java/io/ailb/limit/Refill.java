package io.ailb.limit;

import java.time.Duration;

/**
 * Which share of a bucket's refill is ours: others may use the same account, of whom nobody tells
 * us but the figures of two answers and what we sent in between. Guarded by the lock of its owner.
 */
final class Refill {
  /** Figures so far apart are compared: nearer ones tell more of rounding than of others. */
  private static final long APART = Duration.ofSeconds(2).toNanos();

  /** How much one comparison moves the share. */
  private static final double GAIN = 0.3;

  /** Less is not believed: where nothing at all came back, nothing would ever be sent again. */
  private static final double LEAST = 0.1;

  private static final double SECOND = 1e9;

  private double share = 1;
  private boolean begun;
  private long at;
  private long remaining;
  private long taken;

  /** 0 to 1. */
  double share() {
    return share;
  }

  /**
   * So many were left for a request that was sent at {@code sentAt}.
   *
   * @param takenUpTo all units that were sent and not refused until then, that request included
   * @param full whether nothing could come back any more
   */
  void hear(long left, long takenUpTo, boolean full, double perSecond, long sentAt) {
    if (full) {
      begun = false;
      return;
    }
    if (begun && sentAt - at >= APART) {
      double cameBack = (double) (left - remaining + takenUpTo - taken);
      double observed = cameBack / ((sentAt - at) / SECOND * perSecond);
      share += GAIN * (Math.max(LEAST, Math.min(1, observed)) - share);
      begun = false;
    }
    if (!begun) {
      begun = true;
      at = sentAt;
      remaining = left;
      taken = takenUpTo;
    }
  }
}
