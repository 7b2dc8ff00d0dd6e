package io.ailb.benchmarks.soak;

import java.util.List;

/**
 * The straight line through measurements that is nearest by least squares.
 *
 * @param mean of what was measured
 * @param growth along the line, from the first measurement to the last
 * @param error of the growth, as the measurements scatter: a true one is that far off in one of a
 *     thousand cases, as many are judged at a time
 */
record Trend(double mean, double growth, double error) {
  /** Student's t for one in a thousand, by degrees of freedom from 1. */
  private static final double[] STUDENT = {
    318.3, 22.3, 10.2, 7.17, 5.89, 5.21, 4.79, 4.50, 4.30, 4.14
  };

  /** Of a normal distribution, which it comes to be. */
  private static final double NORMAL = 3.09;

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
    double deviation = Math.sqrt(off / (n - 2) / spread) * span;
    return new Trend(mean, slope * span, deviation * student(n - 2));
  }

  private static double student(int degrees) {
    return degrees <= STUDENT.length ? STUDENT[degrees - 1] : NORMAL + 10.5 / degrees;
  }

  /** What it has grown by at least; below zero where nobody can tell. */
  double surely() {
    return growth - error;
  }

  /** The same of falling. */
  double surelyFallen() {
    return -growth - error;
  }
}
