package io.ailb.expose;

/** An endpoint as a row of its pool's table. */
public record EndpointRow(
    String name,
    String state,
    int inFlight,
    long requests,
    long failures,
    double errorPercent,
    double capacityPercent,
    String reason) {

  static EndpointRow of(EndpointStats stats) {
    return new EndpointRow(
        stats.name(),
        stats.state(),
        stats.inFlight(),
        stats.requests(),
        stats.failures(),
        stats.errorPercent(),
        stats.capacityPercent(),
        stats.stateReason());
  }
}
