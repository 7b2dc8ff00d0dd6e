package io.ailb.benchmarks.chaos;

import org.jspecify.annotations.Nullable;

/**
 * What the judge found.
 *
 * @param outcome in a few words that many requests share
 * @param breach what must not be; null = all is well
 */
record Finding(String outcome, @Nullable String breach) {
  static Finding well(String outcome) {
    return new Finding(outcome, null);
  }

  static Finding breach(String outcome, String what) {
    return new Finding("BREACH: " + outcome, what);
  }
}
