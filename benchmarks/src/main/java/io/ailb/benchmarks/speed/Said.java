package io.ailb.benchmarks.speed;

import java.util.Locale;

/** Figures as people read them: three digits, and a unit. */
final class Said {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;
  private static final double KILO = 1e3;
  private static final double MEGA = 1e6;

  private Said() {}

  static String nanos(double nanos) {
    if (Math.abs(nanos) < MICRO) {
      return number(nanos) + " ns";
    }
    return Math.abs(nanos) < MILLI ? number(nanos / MICRO) + " us" : number(nanos / MILLI) + " ms";
  }

  static String bytes(double bytes) {
    if (Math.abs(bytes) < 10 * KILO) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    return Math.abs(bytes) < MEGA ? number(bytes / KILO) + " KB" : number(bytes / MEGA) + " MB";
  }

  static String number(double figure) {
    double size = Math.abs(figure);
    String pattern = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, pattern, figure);
  }
}
