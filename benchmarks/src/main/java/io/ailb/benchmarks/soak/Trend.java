package io.ailb.benchmarks.soak;

import java.util.List;

/**
 * The straight line through measurements that is nearest by least squares.
 *
 * @param mean of what was measured
 * @param growth along the line, from the first measurement to the last
 * @param error of the growth: one standard deviation of it, as the measurements scatter
 */
record Trend(double mean, double growth, double error) {

  /**
   * A measurement.
   *
   * @param at when, in any unit of time
   */
  record Point(double at, double value) {}

  /** Of three points at least. */
  static Trend of(List<Point> points) {
    int n = points.size();
    if (n < 3) {
      throw new IllegalArgumentException("no trend in " + n + " measurements: run for longer");
    }
    double middle = points.stream().mapToDouble(Point::at).average().orElseThrow();
    double mean = points.stream().mapToDouble(Point::value).average().orElseThrow();
    double spread = 0;
    double together = 0;
    for (Point point : points) {
      spread += (point.at - middle) * (point.at - middle);
      together += (point.at - middle) * (point.value - mean);
    }
    double slope = together / spread;
    double off = 0;
    for (Point point : points) {
      double rest = point.value - mean - slope * (point.at - middle);
      off += rest * rest;
    }
    double span = points.get(n - 1).at - points.get(0).at;
    return new Trend(mean, slope * span, Math.sqrt(off / (n - 2) / spread) * span);
  }

  /** What it has grown by at least, but for one case in forty; below zero where nobody can tell. */
  double surely() {
    return growth - 2 * error;
  }

  /** The same of falling. */
  double surelyFallen() {
    return -growth - 2 * error;
  }
}
