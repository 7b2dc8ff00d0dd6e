package io.ailb.benchmarks.scenarios;

import java.util.List;

/**
 * What a provider answers.
 *
 * @param retryAfter in seconds; 0 = nothing is said
 * @param limits what the headers say; empty = nothing
 * @param detail what an error says besides; empty = nothing
 */
record Reply(Kind kind, int retryAfter, List<Reading> limits, String detail) {
  Reply(Kind kind, int retryAfter, List<Reading> limits) {
    this(kind, retryAfter, limits, "");
  }

  enum Kind {
    OK,
    /** A 500. */
    ERROR,
    /** A 429 for the minute's limits. */
    LIMITED,
    /** A 429 for the day's. */
    DAY_LIMITED,
    /** A 429 for a request that is larger than the whole limit of a minute. */
    TOO_LARGE,
    /** The account's money is spent. */
    QUOTA,
    /** No connection. */
    DOWN,
    /** We hung up before anything came. */
    CANCELLED;

    boolean isLimit() {
      return this == LIMITED || this == DAY_LIMITED || this == TOO_LARGE;
    }
  }

  /** One limit, as headers tell it. */
  record Reading(String unit, long limit, long remaining, double reset) {}

  static Reply of(Kind kind) {
    return new Reply(kind, 0, List.of());
  }
}
