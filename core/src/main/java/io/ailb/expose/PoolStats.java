package io.ailb.expose;

import java.util.List;

/**
 * A pool's figures.
 *
 * @param requests taken over and ended
 * @param failures of them that ended in an error which is not the caller's
 * @param failovers tries beyond the first
 * @param rejected requests for which no endpoint had a place
 * @param queueWaitMillisP95 of those that waited; -1 while unknown
 * @param decisionMicrosP99 what choosing takes; -1 while unknown
 */
public record PoolStats(
    String name,
    String strategy,
    long requests,
    long failures,
    long failovers,
    long rejected,
    int inFlight,
    int queued,
    double queueWaitMillisP95,
    double decisionMicrosP99,
    long inputTokens,
    long outputTokens,
    double cost,
    List<EndpointStats> endpoints) {

  /** Endpoints that take calls now. */
  public int available() {
    return (int) endpoints.stream().filter(EndpointStats::available).count();
  }
}
