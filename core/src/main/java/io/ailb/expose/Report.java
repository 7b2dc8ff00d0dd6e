package io.ailb.expose;

import io.ailb.model.OneLine;
import io.ailb.observe.RequestEnded;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Figures as text for people. */
public final class Report {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  private Report() {}

  /** A pool, and a few short lines for each endpoint: they read well in any font. */
  public static String of(PoolStats pool) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "pool %s (%s): %d requests, %d failures, %d failovers, %d rejected, %d in flight\n",
            pool.name(),
            pool.strategy(),
            pool.requests(),
            pool.failures(),
            pool.failovers(),
            pool.rejected(),
            pool.inFlight()));
    pool.endpoints().forEach(endpoint -> append(endpoint, text));
    return text.toString();
  }

  private static void append(EndpointStats endpoint, StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "\n%s: %s, tier %d, weight %s, %d in flight\n",
            endpoint.name(),
            endpoint.state(),
            endpoint.tier(),
            number(endpoint.weight()),
            endpoint.inFlight()));
    if (!endpoint.stateReason().isEmpty()) {
      line(text, "reason: " + endpoint.stateReason());
    }
    line(
        text,
        String.format(
            Locale.ROOT,
            "%d requests, %d errors (%s %%), %d times 429",
            endpoint.requests(),
            endpoint.failures(),
            number(endpoint.errorPercent()),
            endpoint.rateLimited()));
    if (endpoint.latencyMillisP95() >= 0) {
      line(
          text,
          "half answered in "
              + number(endpoint.latencyMillisP50())
              + " ms, 95 % in "
              + number(endpoint.latencyMillisP95())
              + " ms");
    }
    estimates(endpoint, text);
    if (endpoint.available()) {
      line(text, "free capacity " + number(endpoint.capacityPercent()) + " %");
    }
  }

  /** How well prompts are estimated: it is what limits by tokens are kept with. */
  private static void estimates(EndpointStats endpoint, StringBuilder text) {
    if (endpoint.inputEstimateErrorPercent() >= 0) {
      line(
          text,
          "prompts estimated to within "
              + number(endpoint.inputEstimateErrorPercent())
              + " % of their tokens");
    }
  }

  private static void line(StringBuilder text, String words) {
    text.append("  ").append(words).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /**
   * Requests and where they went.
   *
   * @param reasons lines for each, by its id; for some of them, or none
   */
  static String of(List<PoolTally.Decision> decisions, Map<String, List<String>> reasons) {
    if (decisions.isEmpty()) {
      return "No request has ended yet.\n";
    }
    StringBuilder text = new StringBuilder();
    for (PoolTally.Decision decision : decisions) {
      append(decision, text);
      reasons.getOrDefault(decision.event().request(), List.of()).forEach(why -> line(text, why));
    }
    if (decisions.stream().noneMatch(d -> reasons.containsKey(d.event().request()))) {
      text.append("Why they go where they go is written from now on; ask again.\n");
    }
    return text.toString();
  }

  private static void append(PoolTally.Decision decision, StringBuilder text) {
    RequestEnded event = decision.event();
    text.append(
        String.format(
            Locale.ROOT,
            "%s %s %s: %s in %d ms\n",
            TIME.format(decision.at()),
            event.request(),
            event.model() == null ? event.operation().suffix() : OneLine.of(event.model()),
            event.result().id(),
            TimeUnit.NANOSECONDS.toMillis(event.totalNanos())));
    line(
        text,
        (decision.tried().isEmpty() ? "no endpoint" : String.join(", then ", decision.tried()))
            + waited(event));
  }

  private static String waited(RequestEnded event) {
    return event.waitedNanos() == 0
        ? ""
        : "; waited " + TimeUnit.NANOSECONDS.toMillis(event.waitedNanos()) + " ms for a place";
  }
}
