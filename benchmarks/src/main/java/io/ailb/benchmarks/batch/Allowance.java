package io.ailb.benchmarks.batch;

import java.util.List;

/**
 * What the limits allow: the answers that whoever knows all limits, and has all requests under way
 * at once, can have by a time.
 */
record Allowance(List<Share> shares) {
  private static final double MINUTE = 60;
  private static final double PRECISION = 1e-4;

  /** What one endpoint contributes, so many seconds after the first request. */
  interface Share {
    double by(double seconds);
  }

  /** Full at first; all that comes back is used, and each answer takes its time. */
  static Share bucket(double rpm, double burstSeconds, double latency) {
    return t -> t < latency ? 0 : rpm / MINUTE * burstSeconds + rpm / MINUTE * (t - latency);
  }

  /**
   * A whole limit in every fixed minute that has begun.
   *
   * @param phase when one of them begins, in seconds after the first request; may be negative
   */
  static Share window(double rpm, double phase, double latency) {
    return t ->
        t < latency
            ? 0
            : rpm * (1 + Math.floor((t - latency - phase) / MINUTE) - Math.floor(-phase / MINUTE));
  }

  double by(double seconds) {
    return shares.stream().mapToDouble(share -> share.by(seconds)).sum();
  }

  /** When so many answers can be there. */
  double secondsFor(long answers) {
    double before = 0;
    double enough = 1;
    while (by(enough) < answers) {
      before = enough;
      enough *= 2;
    }
    while (enough - before > PRECISION) {
      double middle = (before + enough) / 2;
      if (by(middle) < answers) {
        before = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }
}
