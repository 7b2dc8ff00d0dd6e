package io.ailb.limit;

/**
 * How far estimates of a prompt's tokens are from what was counted, of late: the mean of the
 * absolute differences in proportion to the count. Thread-safe.
 */
public final class EstimateError {
  /** How much one more estimate counts once there are many. */
  private static final double GAIN = 0.03;

  private static final double ALL = 100;

  private volatile double mean = -1;
  private long seen; // guarded by this

  /** An estimate and what the provider counted, 1 or more. */
  public synchronized void record(long estimated, long counted) {
    double error = Math.abs((double) estimated - counted) / counted;
    seen++;
    double before = Math.max(0, mean);
    mean = before + Math.max(GAIN, 1.0 / seen) * (error - before);
  }

  /** Percent of what was counted; -1 before anything is known. */
  public double percent() {
    double known = mean;
    return known < 0 ? -1 : ALL * known;
  }
}
