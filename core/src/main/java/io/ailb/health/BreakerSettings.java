package io.ailb.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is taken out of use, and for how long.
 *
 * @param consecutiveFailures so many failures in a row open it; null = never for that
 * @param failureRatio this share of failures, 0 to 1, among at least {@code minimumCalls} results
 *     of the last {@code window} opens it; null = never for that
 * @param slowdown so many times slower than usual opens it while another endpoint is not; null =
 *     never for that
 * @param openFor how long it stays open the first time; doubles with each further opening
 * @param maxOpenFor where the doubling ends
 * @param halfOpenCalls so many probes in a row must succeed before it closes again
 */
public record BreakerSettings(
    @Nullable Integer consecutiveFailures,
    @Nullable Double failureRatio,
    int minimumCalls,
    Duration window,
    @Nullable Double slowdown,
    Duration openFor,
    Duration maxOpenFor,
    int halfOpenCalls) {

  /** What {@code docs/configuration.md} states. */
  public static final BreakerSettings DEFAULTS =
      new BreakerSettings(
          5,
          0.5,
          10,
          Duration.ofSeconds(20),
          2.5,
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          2);

  public BreakerSettings {
    require(
        consecutiveFailures == null || consecutiveFailures >= 1,
        "consecutiveFailures must be 1 or more, was " + consecutiveFailures);
    require(
        failureRatio == null || (failureRatio > 0 && failureRatio <= 1),
        "failureRatio must be above 0 and at most 1 (100%), was " + failureRatio);
    require(slowdown == null || slowdown >= 1, "slowdown must be 1 or more, was " + slowdown);
    require(minimumCalls >= 1, "minimumCalls must be 1 or more, was " + minimumCalls);
    require(halfOpenCalls >= 1, "halfOpenCalls must be 1 or more, was " + halfOpenCalls);
    require(
        window.compareTo(Duration.ofSeconds(1)) >= 0, "window must be 1s or more, was " + window);
    require(!openFor.isNegative() && !openFor.isZero(), "openFor must be above 0, was " + openFor);
    require(
        maxOpenFor.compareTo(openFor) >= 0,
        "maxOpenFor " + maxOpenFor + " is shorter than openFor " + openFor);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
