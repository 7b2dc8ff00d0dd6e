package io.ailb.client;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch has come.
 *
 * @param taken items that were taken from the source
 * @param succeeded of them
 * @param failed of them, for good
 * @param inFlight of them, with an endpoint now
 * @param waiting of them, for a place, or for another round
 * @param cost by currency, of answers whose price is known
 * @param byEndpoint answers of each
 * @param waitingFor what those wait for who wait for a place, for people; null = nobody does
 */
public record BatchProgress(
    long taken,
    long succeeded,
    long failed,
    int inFlight,
    int waiting,
    long inputTokens,
    long outputTokens,
    Map<String, Double> cost,
    Map<String, Long> byEndpoint,
    Duration elapsed,
    @Nullable String waitingFor) {

  /** Items that are through. */
  public long done() {
    return succeeded + failed;
  }
}
