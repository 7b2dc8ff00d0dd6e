package io.ailb.benchmarks.scenarios;

/** A value that changes at instants: {@code values[k]} from {@code from[k]} on, in seconds. */
record Steps(double[] from, double[] values) {
  static final Steps ZERO = new Steps(new double[] {0}, new double[] {0});

  /** The value at {@code t}; before the first instant, the first. */
  double at(double t) {
    return values[index(t)];
  }

  private int index(double t) {
    int index = 0;
    while (index + 1 < from.length && from[index + 1] <= t) {
      index++;
    }
    return index;
  }

  /** When the value changes next after {@code t}. */
  double nextChange(double t) {
    for (double instant : from) {
      if (instant > t) {
        return instant;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** The value summed over time. */
  double integral(double start, double end) {
    double sum = 0;
    for (double t = start; t < end; ) {
      double until = Math.min(end, nextChange(t));
      sum += at(t) * (until - t);
      t = until;
    }
    return sum;
  }
}
