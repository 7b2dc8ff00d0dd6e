package io.ailb.limit;

/**
 * How far estimates of a prompt's tokens are from what was counted, of late: the mean of the
 * absolute differences in proportion to the count. Thread-safe.
 */
public final class EstimateError extends Estimate {
  /** How much one more estimate counts once there are many. */
  private static final double GAIN = 0.03;

  private static final double ALL = 100;

  private int seen; // while they are few

  /** Nothing is known yet. */
  public EstimateError() {
    super(-1);
  }

  /** An estimate and what the provider counted, 1 or more. */
  public void record(long estimated, long counted) {
    double before = Math.max(0, get());
    double error = Math.abs((double) estimated - counted) / counted;
    set(before + gain() * (error - before));
  }

  private double gain() {
    if (seen * GAIN >= 1) {
      return GAIN;
    }
    seen++;
    return Math.max(GAIN, 1.0 / seen);
  }

  /** Percent of what was counted; -1 before anything is known. */
  public double percent() {
    double known = get();
    return known < 0 ? -1 : ALL * known;
  }
}
