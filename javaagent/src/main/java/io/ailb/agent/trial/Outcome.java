package io.ailb.agent.trial;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of a simulation.
 *
 * @param requests that came
 * @param good of them that were answered well
 * @param goodput good answers for each second that requests came
 * @param failed the others, by what their callers got, such as {@code 429}
 * @param waits until the try was sent that was answered well, in seconds
 * @param latencies until the whole answer was there, in seconds
 * @param rateLimited tries that a provider answered with 429
 * @param tries all that were sent
 */
public record Outcome(
    int requests,
    int good,
    double goodput,
    SortedMap<String, Integer> failed,
    Times waits,
    Times latencies,
    int rateLimited,
    int tries,
    List<OfEndpoint> endpoints) {

  /**
   * An endpoint's part in it.
   *
   * @param share of good answers, 0 to 1
   * @param priced whether its price is known
   */
  public record OfEndpoint(
      String name,
      int tries,
      int good,
      double share,
      int rateLimited,
      long inputTokens,
      long outputTokens,
      boolean priced,
      double cost,
      String currency) {}

  /** Quantiles in seconds; 0 where there is nothing. */
  public record Times(double p50, double p95, double p99) {
    static Times of(double[] seconds) {
      double[] sorted = seconds.clone();
      Arrays.sort(sorted);
      return new Times(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
    }

    private static double at(double[] sorted, double quantile) {
      int rank = (int) Math.ceil(quantile * sorted.length);
      return sorted.length == 0 ? 0 : sorted[Math.max(1, rank) - 1];
    }
  }
}
