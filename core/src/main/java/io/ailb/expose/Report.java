package io.ailb.expose;

import io.ailb.model.OneLine;
import io.ailb.observe.RequestEnded;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Figures as text for people. */
public final class Report {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private Report() {}

  /** A pool as a table. */
  public static String of(PoolStats pool) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "pool %s (%s): %d requests, %d failures, %d failovers, %d rejected, %d in flight%n",
            pool.name(),
            pool.strategy(),
            pool.requests(),
            pool.failures(),
            pool.failovers(),
            pool.rejected(),
            pool.inFlight()));
    int width = pool.endpoints().stream().mapToInt(e -> e.name().length()).max().orElse(8);
    String row = "%-" + Math.max(8, width) + "s  %-9s  %6s  %8s  %6s  %6s  %8s  %7s  %s%n";
    text.append(
        String.format(
            Locale.ROOT,
            row,
            "endpoint",
            "state",
            "weight",
            "requests",
            "errors",
            "error%",
            "capacity",
            "p95 ms",
            ""));
    for (EndpointStats endpoint : pool.endpoints()) {
      text.append(
          String.format(
              Locale.ROOT,
              row,
              endpoint.name(),
              endpoint.state(),
              number(endpoint.weight()),
              endpoint.requests(),
              endpoint.failures(),
              number(endpoint.errorPercent()),
              number(endpoint.capacityPercent()) + "%",
              endpoint.latencyMillisP95() < 0 ? "-" : number(endpoint.latencyMillisP95()),
              endpoint.stateReason()));
    }
    return text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  static String of(List<PoolTally.Decision> decisions) {
    StringBuilder text = new StringBuilder();
    for (PoolTally.Decision decision : decisions) {
      RequestEnded event = decision.event();
      text.append(
          String.format(
              Locale.ROOT,
              "%s  %-6s %-28s -> %-20s %-12s %d %s, %d ms%s%n",
              TIME.format(decision.at()),
              event.request(),
              event.model() == null ? event.operation().suffix() : OneLine.of(event.model()),
              event.endpoint() == null ? "nobody" : event.endpoint(),
              event.result().id(),
              event.attempts(),
              event.attempts() == 1 ? "attempt" : "attempts",
              TimeUnit.NANOSECONDS.toMillis(event.totalNanos()),
              waited(event)));
    }
    return text.toString();
  }

  private static String waited(RequestEnded event) {
    return event.waitedNanos() == 0
        ? ""
        : ", waited " + TimeUnit.NANOSECONDS.toMillis(event.waitedNanos()) + " ms";
  }
}
