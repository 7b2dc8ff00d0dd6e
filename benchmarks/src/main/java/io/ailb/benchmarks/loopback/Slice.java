package io.ailb.benchmarks.loopback;

import java.util.Locale;

/**
 * What came of a contender's turn. Times in microseconds.
 *
 * @param perSecond calls, of all threads
 * @param p50 of a call, or of the way to a stream's first event
 * @param event the median time from its being sent to its being heard; 0 = no streams
 */
record Slice(int calls, double perSecond, double p50, double p90, double p99, double event) {
  private static final double MICROS = 1e3;

  /**
   * @param nanos how long it took
   * @param each call's time
   * @param events the time of each event of a stream
   */
  static Slice of(long nanos, Samples each, Samples events) {
    return new Slice(
        each.size(),
        each.size() * 1e9 / nanos,
        each.quantile(0.5) / MICROS,
        each.quantile(0.9) / MICROS,
        each.quantile(0.99) / MICROS,
        events.quantile(0.5) / MICROS);
  }

  /** As one process tells it to another. */
  String line() {
    return String.format(
        Locale.ROOT, "%d %.3f %.3f %.3f %.3f %.4f", calls, perSecond, p50, p90, p99, event);
  }

  static Slice read(String line) {
    String[] said = line.split(" ", -1);
    return new Slice(
        Integer.parseInt(said[0]),
        Double.parseDouble(said[1]),
        Double.parseDouble(said[2]),
        Double.parseDouble(said[3]),
        Double.parseDouble(said[4]),
        Double.parseDouble(said[5]));
  }
}
