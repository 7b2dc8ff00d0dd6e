package io.ailb.time;

/**
 * How long things took, or other figures of 0 and more, counted so that quantiles can be told: up
 * to 128 exactly, above that within 0.8 %, as each doubling is cut into 64 steps. It holds one
 * count for each step from the least to the most that came, a quarter of a kilobyte a doubling, and
 * recording is one of them raised. Guarded by the lock of its owner.
 */
public final class Histogram {
  private static final int STEP_BITS = 6;
  private static final int STEPS = 1 << STEP_BITS;

  private static final double ALL = 100;

  /** Of the steps from {@link #first} on. */
  private int[] counts = {};

  private int first;

  /** Counts {@code value}; less than 0 counts as 0. */
  public void record(long value) {
    int step = step(Math.max(0, value));
    int index = step - first;
    if (index < 0 || index >= counts.length) {
      reach(step, step + 1);
      index = step - first;
    }
    counts[index]++;
  }

  /** Counts all that {@code other} has counted. */
  public void add(Histogram other) {
    if (other.counts.length > 0) {
      reach(other.first, other.first + other.counts.length);
    }
    for (int i = 0; i < other.counts.length; i++) {
      counts[i + other.first - first] += other.counts[i];
    }
  }

  /** How many values were counted. */
  public long count() {
    long count = 0;
    for (int each : counts) {
      count += each;
    }
    return count;
  }

  /**
   * The value that this share of all is not above; -1 without any.
   *
   * @param percent 0 to 100
   */
  public long percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(percent / ALL * count()));
    long upTo = 0;
    for (int i = 0; i < counts.length; i++) {
      upTo += counts[i];
      if (upTo >= rank) {
        return middle(first + i);
      }
    }
    return -1;
  }

  /** Holds counts from one step to before another, and those it has; by whole doublings. */
  private void reach(int from, int to) {
    int least = from & -STEPS;
    int most = (to + STEPS - 1) & -STEPS;
    if (counts.length > 0) {
      least = Math.min(least, first);
      most = Math.max(most, first + counts.length);
    }
    int[] more = new int[most - least];
    System.arraycopy(counts, 0, more, counts.length > 0 ? first - least : 0, counts.length);
    counts = more;
    first = least;
  }

  /** Two doublings' steps are one unit wide, those of each one above twice as wide. */
  private static int step(long value) {
    int wide = Math.max(0, Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(value));
    return (wide << STEP_BITS) + (int) (value >>> wide);
  }

  private static long middle(int step) {
    int wide = Math.max(0, (step >> STEP_BITS) - 1);
    long least = (long) (step - (wide << STEP_BITS)) << wide;
    return least + ((1L << wide) - 1) / 2;
  }
}
