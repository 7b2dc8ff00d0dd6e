package io.ailb.client;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How many items of a batch are under way. It begins small and doubles with each round of answers,
 * as providers say with them how much they take at once, which no configuration knows. Where limits
 * are known, it ends somewhat above what they let through in the time of an answer: that empties a
 * full bucket soon enough, and the fewer are under way when it is empty, the fewer are refused. For
 * one thread.
 */
final class Window {
  private static final int START = 16;

  /** More than what limits let through, so that none of it is left to lie. */
  private static final double AMPLE = 1.5;

  /** Answers that make up the mean time, about. */
  private static final int MEMORY = 20;

  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final int most;
  private final int waiting;
  private final DoubleSupplier limit;
  private double perSecond;
  private long lookedAt;
  private double seconds = -1;
  private double size;

  /**
   * At most so large.
   *
   * @param waiting items that are meant to wait for a place
   * @param limit requests a second that all endpoints let through together; infinite if one has no
   *     limit that is known
   */
  Window(int most, int waiting, DoubleSupplier limit, long now) {
    this.most = most;
    this.waiting = waiting;
    this.limit = limit;
    this.size = Math.min(START, most);
    look(now);
  }

  int size() {
    return (int) size;
  }

  /**
   * An answer has come.
   *
   * @param nanos that it took, without the wait for a place
   */
  void answered(long nanos, long now) {
    double took = nanos / (double) TimeUnit.SECONDS.toNanos(1);
    seconds = seconds < 0 ? took : seconds + (took - seconds) / MEMORY;
    if (now - lookedAt >= LOOK_EVERY) {
      look(now);
    }
    double enough = Math.max(START, AMPLE * perSecond * seconds + waiting);
    size = Math.min(Math.min(size + 1, enough), most);
  }

  private void look(long now) {
    perSecond = limit.getAsDouble();
    lookedAt = now;
  }
}
