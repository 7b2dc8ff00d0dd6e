package io.ailb.benchmarks.scale;

import java.util.Locale;

/**
 * Something measured.
 *
 * @param value in its unit
 */
record Figure(String what, double value, String unit) {
  @Override
  public String toString() {
    String number =
        String.format(Locale.ROOT, value < 100 && value % 1 != 0 ? "%.1f" : "%,.0f", value);
    return "| " + what + " | " + (number + " " + unit).strip() + " |";
  }
}
