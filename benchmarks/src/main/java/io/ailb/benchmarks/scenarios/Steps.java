package io.ailb.benchmarks.scenarios;

import java.util.List;

/** A value that changes at instants, in seconds. */
record Steps(List<Step> steps) {
  static final Steps ZERO = new Steps(List.of(new Step(0, 0)));

  /** The value from an instant on. */
  record Step(double from, double value) {}

  /** The value at {@code t}; before the first instant, the first. */
  double at(double t) {
    double value = steps.get(0).value;
    for (int i = 1; i < steps.size() && steps.get(i).from <= t; i++) {
      value = steps.get(i).value;
    }
    return value;
  }

  /** When the value changes next after {@code t}; infinite if it does not. */
  double nextChange(double t) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).from > t) {
        return steps.get(i).from;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** The value summed over time. */
  double integral(double start, double end) {
    double sum = 0;
    double t = start;
    while (t < end) {
      double until = Math.min(end, nextChange(t));
      sum += at(t) * (until - t);
      t = until;
    }
    return sum;
  }
}
