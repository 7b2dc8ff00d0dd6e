package io.ailb.expose;

/** An endpoint as a page of its pool's table: JConsole shows seven lines, not more. */
public record EndpointRow(
    String name,
    String state,
    int inFlight,
    long requests,
    long failures,
    double capacityPercent,
    String reason) {

  static EndpointRow of(EndpointStats stats) {
    return new EndpointRow(
        stats.name(),
        stats.state(),
        stats.inFlight(),
        stats.requests(),
        stats.failures(),
        stats.capacityPercent(),
        stats.stateReason());
  }
}
