package io.ailb.limit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls at once a model takes on machines of one's own, where no limits are known
 * (selection, section 7). More of them only wait in there, where nobody sees to deadlines: the
 * limit grows with each answer as long as answers take no longer than usual for their size, and
 * shrinks as they do. Thread-safe.
 *
 * <p>Two things differ from the formula as it is written there. Past its first shrinking the limit
 * moves by the same amount for each round of calls, not for each call, or it would swing between a
 * few and several hundred: answers tell of the limit of a while ago. And where we ourselves fill
 * the endpoint with more than {@link #START}, that answers are slow is not taken for usual, or the
 * limit would grow without end while callers wait.
 */
public final class AdaptiveConcurrency {
  /** Before anything is known. */
  static final double START = 20;

  private static final double LEAST = 2;
  private static final double MOST = 1000;

  /** An answer costs as much before its first token as so many tokens cost. */
  private static final double HEAD = 40;

  /** What is faster is as fast as can be told, nanoseconds: noise of milliseconds is no queue. */
  private static final double FASTEST = 200_000_000;

  /** What is usual falls by so much of the difference, and rises by at most so much of itself. */
  private static final double FALL = 0.05;

  private static final double RISE = 0.0005;

  /** Answers may take so many times the usual. */
  private static final double TOLERANCE = 1.5;

  /** No single answer makes it shrink further than to this share. */
  private static final double LEAST_GRADIENT = 0.5;

  private static final double GAIN = 0.1;

  /** It is shrinking, not trembling, once it has lost so much of the most it was. */
  private static final double SHRUNK = 0.9;

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile double limit = START;

  // All guarded by this.
  private double usual = -1;
  private double highest = START;
  private boolean settled;

  /** Takes a place, if there is one. */
  public boolean enter() {
    int before = underWay.get();
    while (before < limit()) {
      if (underWay.compareAndSet(before, before + 1)) {
        return true;
      }
      before = underWay.get();
    }
    return false;
  }

  /** Gives a place back, however the call ended. */
  public void leave() {
    underWay.decrementAndGet();
  }

  /**
   * A call was answered that has not left yet.
   *
   * @param tokens of its output; negative = not known
   */
  public synchronized void answered(long nanos, long tokens) {
    double took = Math.max(FASTEST, (double) nanos) / (Math.max(0, tokens) + HEAD);
    boolean fills = underWay.get() >= limit / 2;
    if (usual < 0 || took < usual) {
      usual = usual < 0 ? took : usual + FALL * (took - usual);
    } else if (!fills || limit <= START) {
      usual += Math.min(RISE * usual, FALL * (took - usual));
    }
    if (fills) {
      adapt(Math.max(LEAST_GRADIENT, Math.min(1, TOLERANCE * usual / took)));
    }
  }

  private void adapt(double gradient) {
    double now = limit;
    double gain = settled ? GAIN * Math.min(1, START / now) : GAIN;
    double next = (1 - gain) * now + gain * (now * gradient + Math.sqrt(now));
    limit = Math.max(LEAST, Math.min(MOST, next));
    highest = Math.max(highest, limit);
    settled |= limit < SHRUNK * highest;
  }

  /** Calls at once, at most. */
  public int limit() {
    return (int) limit;
  }

  public int underWay() {
    return underWay.get();
  }

  public boolean isFull() {
    return underWay.get() >= limit();
  }
}
