package io.ailb.limit;

/**
 * How many tokens an answer will probably have, from those before: their mean, and a margin for how
 * much they vary. Guarded by the lock of its owner.
 */
final class OutputEstimate {
  /** How much one more answer moves the estimate (selection, section 2). */
  private static final double GAIN = 0.03;

  /** So many mean deviations above the mean: most answers have fewer (selection, section 2). */
  private static final double MARGIN = 1.5;

  /** Before anything is known, this much of the caller's bound (selection, section 2). */
  private static final double FIRST_GUESS = 0.5;

  private double mean = -1;
  private double deviation;

  /** What follows from them, for all who look; negative before anything is known. */
  private double probable = -1;

  void record(long tokens) {
    if (mean < 0) {
      mean = tokens;
      deviation = tokens / 2.0;
    } else {
      deviation += GAIN * (Math.abs(tokens - mean) - deviation);
      mean += GAIN * (tokens - mean);
    }
    probable = mean + MARGIN * deviation;
  }

  /** What an answer that may have {@code most} will hardly have less than. */
  long least(long most) {
    return Math.min(most, (long) Math.max(0, mean - MARGIN * deviation));
  }

  /** Of an answer that may have {@code most}. */
  long of(long most) {
    double expected = probable < 0 ? FIRST_GUESS * most : probable;
    return expected >= most ? most : (long) Math.ceil(expected);
  }
}
