package io.ailb.health;

/**
 * How a model does at an endpoint, against how it usually does (selection, section 4): how long it
 * takes for an answer's size, how much longer of late, and which share of its calls succeeds. Calls
 * under way count while they last, so that requests which hang show before any of them ends.
 * Thread-safe; the lock is held for a few instructions.
 */
public final class Condition {
  /** An answer costs as much before its first token as so many tokens cost. */
  private static final double HEAD = 40;

  /** How much one more answer moves what is usual. */
  private static final double GAIN = 0.03;

  /** No answer counts for more than so many times the usual. */
  private static final double OUTLIER = 3;

  /** From this slowdown on, what comes is not the usual, and is not learned. */
  private static final double UNUSUAL = 2;

  /** How long time under way and time paid for are remembered, seconds (e-fold). */
  private static final double MEMORY = 20;

  /** So many usual calls' worth of good conduct every endpoint has to begin with. */
  private static final double TRUST = 3;

  /** So much of a usual call each one under way may have open, on average, without fault. */
  private static final double UNDER_WAY = 0.5;

  private static final double FAILURE = 0.1;
  private static final double SUCCESS = 0.05;

  /** A probe that takes more than so many times the usual has not succeeded. */
  private static final double SLOW_PROBE = 3;

  /** A probe is given up after so many times what a usual call takes. */
  private static final double PROBE_PATIENCE = 2.5;

  /**
   * No call is expected to take less, seconds: what is faster is as fast as can be told from the
   * noise of this machine and the network, and twice that is no slowness of a model.
   */
  private static final double FASTEST = 0.2;

  private static final double SECOND = 1e9;

  // All guarded by this.
  private double base = -1;
  private double output = -1;
  private double success = 1;

  /** Seconds under way of late, and seconds of that which answers account for. */
  private double exposure;

  private double accounted;
  private int underWay;
  private long at;

  /** {@code now} is of the ticker, as everywhere in this class. */
  public Condition(long now) {
    this.at = now;
  }

  private void advance(long now) {
    if (now > at) {
      double kept = Math.exp(-(now - at) / SECOND / MEMORY);
      exposure = exposure * kept + underWay * MEMORY * (1 - kept);
      accounted *= kept;
      at = now;
    }
  }

  /** A call is sent. */
  public synchronized void sent(long now) {
    advance(now);
    underWay++;
  }

  /**
   * It was answered in full.
   *
   * @param tokens of its output; negative = not known
   */
  public synchronized void answered(long nanos, long tokens, long now) {
    advance(now);
    double tookNow = nanos / SECOND;
    double size = (tokens >= 0 ? tokens : usualOutput()) + HEAD;
    boolean usual = slowdownNow() < UNUSUAL;
    underWay--;
    if (base < 0) {
      base = tookNow / size;
    } else if (usual) {
      base += GAIN * (Math.min(tookNow / size, OUTLIER * base) - base);
    }
    if (tokens >= 0) {
      output = output < 0 ? tokens : output + GAIN * (tokens - output);
    }
    accounted += Math.max(base * size, Math.min(FASTEST, tookNow));
    success += SUCCESS * (1 - success);
  }

  /** It failed, and that is held against the endpoint. */
  public synchronized void failed(long nanos, long now) {
    ended(nanos, now);
    success -= FAILURE * success;
  }

  /** It ended in a way that says nothing about how the endpoint does. */
  public synchronized void ended(long nanos, long now) {
    advance(now);
    underWay--;
    accounted += nanos / SECOND;
  }

  /** What was slow is over. */
  public synchronized void recovered(long now) {
    advance(now);
    exposure = 0;
    accounted = 0;
  }

  /** How many times longer than usual calls take of late; about 1 where all is well. */
  public synchronized double slowdown(long now) {
    advance(now);
    return slowdownNow();
  }

  private double slowdownNow() {
    if (base < 0) {
      return 1;
    }
    double usual = expected(usualOutput() + HEAD);
    double trust = TRUST * usual;
    double open = Math.min(exposure, UNDER_WAY * underWay * usual);
    return (exposure + trust) / (accounted + trust + open);
  }

  /** Tokens of output that answers usually have; negative while nothing is known. */
  public synchronized double output() {
    return output;
  }

  /** Seconds that an answer of this size is expected to take. */
  private double expected(double size) {
    return Math.max(FASTEST, base * size);
  }

  /**
   * How long an answer usually takes that has no more than {@code most} tokens, in nanoseconds; -1
   * while nothing is known.
   */
  public synchronized long expected(long most) {
    double size = Math.min((double) Math.max(0, most), usualOutput()) + HEAD;
    return base < 0 ? -1 : (long) (expected(size) * SECOND);
  }

  private double usualOutput() {
    return Math.max(0, output);
  }

  /** Usual seconds for a token of output; negative while nothing is known. */
  public synchronized double base() {
    double size = usualOutput() + HEAD;
    return base < 0 ? base : expected(size) / size;
  }

  /** The share of calls of late that succeeded, 0 to 1. */
  public synchronized double success() {
    return success;
  }

  /** Whether a probe that was answered was too slow to count. */
  public synchronized boolean isTooSlow(long nanos, long tokens) {
    double size = (tokens >= 0 ? tokens : usualOutput()) + HEAD;
    return base >= 0 && nanos / SECOND > SLOW_PROBE * expected(size);
  }

  /** How long a probe may say nothing, in nanoseconds; -1 while nothing is known. */
  public synchronized long probePatience() {
    return base < 0 ? -1 : (long) (PROBE_PATIENCE * expected(usualOutput() + HEAD) * SECOND);
  }
}
