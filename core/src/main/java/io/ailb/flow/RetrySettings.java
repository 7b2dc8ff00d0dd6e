package io.ailb.flow;

import io.ailb.model.ErrorClass;
import java.time.Duration;
import java.util.Set;

/**
 * How often and when a request is tried again.
 *
 * @param maxAttempts tries in all, the first one included, those that met a rate limit not
 * @param perEndpoint tries on one endpoint
 * @param maxElapsed since the request came, after which nothing new is tried
 * @param budget share of requests that may be retries, those of the client's own loop included
 * @param when ids of {@link ErrorClass} after which another try makes sense
 * @param backoff between tries when no fresh endpoint is left
 * @param tellClient whether a final failure tells the client's own retry loop to stop, and when the
 *     pool is back
 */
public record RetrySettings(
    int maxAttempts,
    int perEndpoint,
    Duration maxElapsed,
    double budget,
    Set<String> when,
    Backoff backoff,
    boolean tellClient) {

  /** What {@code docs/configuration.md} states. */
  public static final RetrySettings DEFAULTS =
      new RetrySettings(
          4,
          2,
          Duration.ofSeconds(60),
          0.2,
          Set.of(
              "network",
              "timeout",
              "rate_limit",
              "overloaded",
              "server_error",
              "conflict",
              "auth",
              "permission",
              "billing",
              "model_not_found"),
          new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), 2, 0.5),
          true);

  public RetrySettings {
    if (maxAttempts < 1 || perEndpoint < 1) {
      throw new IllegalArgumentException(
          "maxAttempts and perEndpoint must be 1 or more, were "
              + maxAttempts
              + " and "
              + perEndpoint);
    }
  }

  /**
   * Pauses that grow.
   *
   * @param jitter 0 to 1: each pause varies by this share either way
   */
  public record Backoff(Duration initial, Duration max, double multiplier, double jitter) {
    /**
     * The pause before round {@code round}, from 0.
     *
     * @param roll 0 to 1
     */
    long nanos(int round, double roll) {
      double grown = initial.toNanos() * Math.pow(multiplier, round);
      double capped = Math.min(grown, (double) max.toNanos());
      return (long) (capped * (1 - jitter + 2 * jitter * roll));
    }
  }

  /** Whether an error of this class is worth another try at all. */
  boolean covers(ErrorClass kind) {
    return when.contains(kind.id());
  }
}
