package io.ailb.benchmarks.loopback;

/** A client that asks one address, the same question each time. Thread-safe. */
interface Caller {
  /** Asks once, and says whether a pool's endpoint answered. */
  boolean isBalanced() throws Exception;

  /** Asks, and reads the answer. */
  void ask() throws Exception;

  /**
   * Asks for a stream, and reads it as it comes.
   *
   * @param lags takes what each event needed from the provider to here
   * @return when the first event came
   */
  long listen(Samples lags) throws Exception;
}
