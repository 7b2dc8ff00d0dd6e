package io.ailb.limit;

import org.jspecify.annotations.Nullable;

/**
 * How a provider counts, as its answers show. A window ends when it ends. A bucket is full again
 * later by as long as what was taken meanwhile takes to come back, whatever its size is and whoever
 * else takes from it: that tells more than a reset alone, and counts as soon as it is known.
 * Guarded by the lock of its owner.
 */
final class Shape {
  /** Votes for a bucket, or if negative for a window, count up to this (selection, section 2). */
  private static final int MOST_VOTES = 5;

  /** How far from a bucket's a reset may be and still speak for one (selection, section 2). */
  static final double LEAST_OF_BUCKET = 0.6;

  static final double MOST_OF_BUCKET = 1.7;

  /** The end has to be expected to move by so many seconds: resets are rounded, and travel. */
  private static final double APART = 2;

  /** From this much of what is expected on, it has moved. */
  private static final double MOVED = 0.5;

  private static final double SECOND = 1e9;

  private int votes;
  private boolean moves;
  private @Nullable End before;

  /** When all will be there again, as one answer says; units that were sent by then. */
  private record End(long at, long upTo) {}

  /** Whether it looks like a window so far. */
  boolean isWindow() {
    return votes < 0;
  }

  /**
   * An answer tells.
   *
   * @param quotient its reset in proportion to what that of a minute's bucket would be; 0 = unknown
   * @param end when all will be there again
   * @param upTo units that were sent until then
   */
  void hear(double quotient, long end, long upTo, double perSecond) {
    if (quotient > 0 && !moves) {
      vote(quotient >= LEAST_OF_BUCKET && quotient <= MOST_OF_BUCKET);
    }
    End last = before;
    if (last == null) {
      before = new End(end, upTo);
      return;
    }
    double expected = (upTo - last.upTo) / perSecond;
    if (expected >= APART) {
      votes = moves ? votes : 0;
      moves = true;
      vote((end - last.at) / SECOND >= MOVED * expected);
      before = new End(end, upTo);
    }
  }

  private void vote(boolean bucket) {
    votes = Math.max(-MOST_VOTES, Math.min(MOST_VOTES, votes + (bucket ? 1 : -1)));
  }
}
