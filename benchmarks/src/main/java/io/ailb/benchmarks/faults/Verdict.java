package io.ailb.benchmarks.faults;

/** What came of a fault, from the best to the worst. */
enum Verdict {
  /** The caller got a whole answer, or the error that is its own, and conduct was good. */
  PASS,
  /** The same, but something advisable was not done. */
  PARTIAL,
  /** The caller got a clean error in time. */
  SAFE,
  /** It hung, it got something else for an answer, or a provider was hammered. */
  FAIL;

  Verdict orWorse(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
