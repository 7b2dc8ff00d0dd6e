package io.ailb.select;

import io.ailb.time.Decay;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * How busy a member is, against its weight: with calls under way, and with what was sent of late,
 * which counts less the longer it is ago. Changed inside the door of its owner, read from outside:
 * who looks at many for one choice sees each figure as it was a moment ago, if not now. What only
 * changes with a call is worked out then, not with every look.
 */
final class Load {
  /** After so long, milliseconds, a call counts 1/e (selection, section 1). */
  private static final double MEMORY = Duration.ofSeconds(30).toMillis();

  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private static final AtomicIntegerFieldUpdater<Load> UNDER_WAY =
      AtomicIntegerFieldUpdater.newUpdater(Load.class, "underWay");

  private volatile int underWay;
  private volatile double weight;

  // What follows from these: calls under way for the weight, and one for it.
  private double busy;
  private double one;

  private double recent;
  private long recentAt;

  Load(double weight) {
    weight(weight);
  }

  /** Calls under way. */
  int underWay() {
    return underWay;
  }

  double weight() {
    return weight;
  }

  void weight(double newWeight) {
    weight = newWeight;
    one = 1 / newWeight;
    busy = underWay / newWeight;
  }

  /** One more is under way. */
  void sent(long now) {
    long at = millis(now);
    recent = recent(at) + 1;
    recentAt = at;
    busy = (underWay + 1) * one;
    UNDER_WAY.lazySet(this, underWay + 1);
  }

  /** One less is. */
  void ended() {
    busy = (underWay - 1) * one;
    UNDER_WAY.lazySet(this, underWay - 1);
  }

  /** Calls sent of late, at an instant of {@link #millis}. */
  double recent(long at) {
    long passed = at - recentAt;
    return passed <= 0 ? recent : recent * Decay.after(passed / MEMORY);
  }

  /**
   * All of it, for the weight.
   *
   * @param idle what one without a call has
   * @param recentCounts how much a call sent of late counts against one under way
   */
  double forWeight(double idle, double recentCounts, long at) {
    return busy + one * (idle + recentCounts * recent(at));
  }

  /** An instant of the ticker, as it is asked for here. */
  static long millis(long now) {
    return Math.floorDiv(now, MILLI);
  }
}
