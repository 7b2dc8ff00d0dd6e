package io.ailb.benchmarks.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What came of a batch.
 *
 * @param goodput answers by the time at which the limits allow all of them, of all requests
 * @param seconds until the last answer; not a number if there was none
 * @param allowedSeconds until the limits allow all of them
 * @param asked requests that reached a provider
 * @param refused those of them that were too many
 * @param cores what this process computed, on average
 * @param breaches what must never be
 * @param course what came of each second
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
    double providersCores,
    List<String> breaches,
    String course) {
  static final String HEAD =
      """
      | | answered | goodput | 429s per 1,000 | seconds | requests sent |
      | --- | --- | --- | --- | --- | --- |""";

  private static final double MOST_REFUSED = 5;

  static Figures of(
      String policy, Pool pool, Ledger ledger, double cpuSeconds, double providersCpuSeconds) {
    double elapsed = (System.nanoTime() - ledger.began()) / 1e9;
    double[] answers = ledger.answers();
    double allowed = pool.from(ledger.began()).secondsFor(ledger.requests());
    long inTime = Arrays.stream(answers).filter(seconds -> seconds <= allowed).count();
    return new Figures(
        policy,
        ledger.requests(),
        answers.length,
        ledger.failed(),
        (double) inTime / ledger.requests(),
        answers.length == 0 ? Double.NaN : answers[answers.length - 1],
        allowed,
        pool.asked(),
        pool.refused(),
        cpuSeconds / elapsed,
        providersCpuSeconds / elapsed,
        ledger.breaches(),
        pool.course());
  }

  double refusedPerThousand() {
    return 1_000.0 * refused / requests;
  }

  /** What is not as it is promised. */
  List<String> missed(double leastGoodput) {
    List<String> missed = new ArrayList<>(breaches);
    if (goodput < leastGoodput) {
      missed.add("missed: goodput is to be at least %s".formatted(leastGoodput));
    }
    if (refusedPerThousand() > MOST_REFUSED) {
      missed.add("missed: 429s are to be at most %.0f of 1,000".formatted(MOST_REFUSED));
    }
    if (answered != requests || failed > 0) {
      missed.add("missed: every request is to be answered");
    }
    return missed;
  }

  /** What both sides computed. */
  String load() {
    return String.format(
        Locale.ROOT,
        "%s: the limits allow all by %.1f s; this process took %.2f cores, the providers %.2f",
        policy,
        allowedSeconds,
        cores,
        providersCores);
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
