package io.ailb.time;

/** What is left of something that fades steadily. */
public final class Decay {
  /** Up to here four terms of the series are as good as an exponential, within 3e-9. */
  private static final double SHORT = 0.05;

  private static final double HALF = 1.0 / 2;
  private static final double THIRD = 1.0 / 3;
  private static final double QUARTER = 1.0 / 4;

  private Decay() {}

  /** The share that is left after so many times in which it falls to 1/e, 0 or more. */
  public static double after(double times) {
    return times < SHORT
        ? 1 - times * (1 - HALF * times * (1 - THIRD * times * (1 - QUARTER * times)))
        : Math.exp(-times);
  }
}
