package io.ailb.benchmarks.batch;

import java.util.Arrays;
import java.util.Locale;

/**
 * What came of a batch.
 *
 * @param goodput answers by the time at which the limits allow all of them, of all requests
 * @param seconds until the last answer
 * @param allowedSeconds until which the limits allow all of them
 * @param asked requests that reached a provider
 * @param refused those with 429
 * @param cores what this process computed, on average
 */
record Figures(
    String policy,
    int requests,
    int answered,
    int failed,
    double goodput,
    double seconds,
    double allowedSeconds,
    long asked,
    long refused,
    double cores,
    double providersCores) {
  static final String HEAD =
      "| | answered | goodput | 429s per 1,000 | seconds | requests sent |\n| --- | --- | --- | --- | --- | --- |\n";

  static Figures of(
      String policy, Pool pool, Ledger ledger, double cpuSeconds, double providersCpuSeconds) {
    double[] answers = ledger.answers();
    double last = answers.length == 0 ? Double.NaN : answers[answers.length - 1];
    if (Boolean.getBoolean("course")) {
      int[] per = new int[(int) last + 2];
      for (double a : answers) {
        per[(int) a]++;
      }
      System.err.println(Arrays.toString(per));
    }
    double allowed = pool.from(ledger.began()).secondsFor(ledger.requests());
    long inTime = Arrays.stream(answers).filter(seconds -> seconds <= allowed).count();
    double elapsed = (System.nanoTime() - ledger.began()) / 1e9;
    return new Figures(
        policy,
        ledger.requests(),
        answers.length,
        ledger.failed(),
        (double) inTime / ledger.requests(),
        last,
        allowed,
        pool.asked(),
        pool.refused(),
        cpuSeconds / elapsed,
        providersCpuSeconds / elapsed);
  }

  double refusedPerThousand() {
    return 1_000.0 * refused / requests;
  }

  boolean isComplete() {
    return answered == requests && failed == 0;
  }

  /** A line of a table. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d of %,d | %.3f | %,.1f | %.0f | %,d |",
        policy,
        answered,
        requests,
        goodput,
        refusedPerThousand(),
        seconds,
        asked);
  }
}
