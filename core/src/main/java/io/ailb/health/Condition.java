package io.ailb.health;

import io.ailb.time.Decay;
import io.ailb.time.Door;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * How a model does at an endpoint, against how it usually does (selection, section 4): how long it
 * takes for an answer's size, how much longer of late, and which share of its calls succeeds. Calls
 * under way count while they last, so that requests which hang show before any of them ends.
 *
 * <p>It changes inside the door of its owner. Who only looks, at many for each choice, stays
 * outside: figures that stand for themselves are read as they are, and who needs several that
 * belong together looks again if they have changed meanwhile.
 */
public final class Condition {
  /** Of less slowness than this nobody takes notice (selection, section 3). */
  public static final double SLOW = 1.5;

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

  /**
   * A probe is given up after so many times what a usual call takes. An answer that comes as a
   * whole shows nothing before it is complete, and one in fifty takes more than 2.5 times the
   * usual: then a sound endpoint stayed out of use for another half a minute.
   */
  private static final double PROBE_PATIENCE = 4;

  /**
   * No call is expected to take less, seconds: what is faster is as fast as can be told from the
   * noise of this machine and the network, and twice that is no slowness of a model.
   */
  private static final double FASTEST = 0.2;

  /** An endpoint that takes so many times the usual is out of order (selection, section 4). */
  private static final double OVERDUE = 2.5;

  /** What is remembered decays by so much a second at most. */
  private static final double DECAY = 1 / MEMORY;

  private static final double SECOND = 1e9;

  /** No longer does anybody look ahead who is not sure for ever: a second, and a hundred days. */
  private static final long AHEAD = Duration.ofSeconds(1).toNanos();

  private static final long FOREVER = Duration.ofDays(100).toNanos();

  private static final AtomicLongFieldUpdater<Condition> USUAL_UNTIL =
      AtomicLongFieldUpdater.newUpdater(Condition.class, "usualUntil");

  private final Door door;

  // All changed inside the door.
  private double base = -1;

  /** Seconds that a call usually takes, and the same for a token, as they are asked for most. */
  private double usual = -1;

  private double bounded = -1;

  /** Seconds of good conduct that it has to begin with. */
  private double trust;

  private double output = -1;
  private double success = 1;

  /** Seconds under way of late, and seconds of that which answers account for. */
  private double exposure;

  private double accounted;
  private int underWay;
  private long at;

  /** Until then it cannot become slow unless something changes: for those who look at many. */
  private volatile long usualUntil;

  /**
   * Nothing is known yet.
   *
   * @param door of its owner: what comes of calls is told inside, where only one thread is at a
   *     time
   * @param now of the ticker, as everywhere in this class
   */
  public Condition(Door door, long now) {
    this.door = door;
    this.at = now;
    foresee();
  }

  private void advance(long now) {
    double kept = kept(now);
    exposure = exposureAt(kept);
    accounted *= kept;
    at = Math.max(at, now);
  }

  /** The share of what was remembered at the latest change that still is. */
  private double kept(long now) {
    return now > at ? Decay.after((now - at) / (SECOND * MEMORY)) : 1;
  }

  private double exposureAt(double kept) {
    return exposure * kept + underWay * MEMORY * (1 - kept);
  }

  /** A call is sent. Inside the door, as all that changes something. */
  public void sent(long now) {
    advance(now);
    underWay++;
    foresee();
  }

  /**
   * It was answered in full.
   *
   * @param tokens of its output; negative = not known
   */
  public void answered(long nanos, long tokens, long now) {
    learn(nanos, tokens, now);
    foresee();
  }

  private void learn(long nanos, long tokens, long now) {
    advance(now);
    double tookNow = nanos / SECOND;
    double size = (tokens >= 0 ? tokens : usualOutput()) + HEAD;
    boolean isUsual = now < usualUntil || slowdownAt(now) < UNUSUAL;
    double basis = base;
    underWay--;
    if (basis < 0) {
      basis = tookNow / size;
    } else if (isUsual) {
      basis += GAIN * (Math.min(tookNow / size, OUTLIER * basis) - basis);
    }
    double mean = output;
    if (tokens >= 0) {
      output = mean < 0 ? tokens : mean + GAIN * (tokens - mean);
    }
    base = basis;
    usual = expected(usualOutput() + HEAD);
    trust = TRUST * usual;
    bounded = usual / (usualOutput() + HEAD);
    accounted += Math.max(basis * size, Math.min(FASTEST, tookNow));
    double succeeded = success;
    success = succeeded + SUCCESS * (1 - succeeded);
  }

  /** It failed, and that is held against the endpoint. */
  public void failed(long nanos, long now) {
    ended(nanos, now);
    double succeeded = success;
    success = succeeded - FAILURE * succeeded;
  }

  /** It ended in a way that says nothing about how the endpoint does. */
  public void ended(long nanos, long now) {
    advance(now);
    underWay--;
    accounted += nanos / SECOND;
    foresee();
  }

  /** What was slow is over. */
  public void recovered(long now) {
    advance(now);
    exposure = 0;
    accounted = 0;
    foresee();
  }

  /** How many times longer than usual calls take of late; about 1 where all is well. */
  public double slowdown(long now) {
    long since = door.look();
    double slowdown = slowdownAt(now);
    if (door.isStill(since)) {
      return slowdown;
    }
    door.enter();
    try {
      return slowdownAt(now);
    } finally {
      door.leave();
    }
  }

  /** Whether it is not {@link #SLOW}; quickly said, but no only means that it may be. */
  public boolean isUsual(long now) {
    return now < usualUntil;
  }

  /**
   * Until when the slowdown cannot reach {@link #SLOW}, by bounds that take no exponential: of what
   * was remembered at most all is, and at least what a steady decay leaves.
   */
  private void foresee() {
    long ahead = FOREVER;
    boolean growsNot = underWay == 0 && exposure < (SLOW - 1) * trust;
    if (base >= 0 && !growsNot) {
      double slack = SLOW * (accounted + trust) - trust - exposure;
      double everySecond = underWay + SLOW * DECAY * accounted;
      ahead = slack > everySecond ? AHEAD : (long) (Math.max(0, slack) / everySecond * SECOND);
    }
    USUAL_UNTIL.lazySet(this, at + ahead);
  }

  private double slowdownAt(long now) {
    if (base < 0) {
      return 1;
    }
    double kept = kept(now);
    double exposed = exposureAt(kept);
    double open = Math.min(exposed, UNDER_WAY * underWay * usual);
    return (exposed + trust) / (accounted * kept + trust + open);
  }

  /** Tokens of output that answers usually have; negative while nothing is known. */
  public double output() {
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
  public long expected(long most) {
    double size = Math.min((double) Math.max(0, most), usualOutput()) + HEAD;
    return base < 0 ? -1 : (long) (expected(size) * SECOND);
  }

  private double usualOutput() {
    return Math.max(0, output);
  }

  /** Usual seconds for a token of output; negative while nothing is known. */
  public double base() {
    return bounded;
  }

  /** The share of calls of late that succeeded, 0 to 1. */
  public double success() {
    return success;
  }

  /**
   * Whether an answer could be expected after so long: until then, silence says nothing. True while
   * nothing is known.
   */
  public boolean isOverdue(long nanos) {
    return base < 0 || nanos / SECOND > OVERDUE * expected(usualOutput() + HEAD);
  }

  /** Whether a probe that was answered was too slow to count. */
  public boolean isTooSlow(long nanos, long tokens) {
    double size = (tokens >= 0 ? tokens : usualOutput()) + HEAD;
    return base >= 0 && nanos / SECOND > SLOW_PROBE * expected(size);
  }

  /** How long a probe may say nothing, in nanoseconds; -1 while nothing is known. */
  public long probePatience() {
    return base < 0 ? -1 : (long) (PROBE_PATIENCE * expected(usualOutput() + HEAD) * SECOND);
  }
}
