package io.ailb.examples;

import io.ailb.LoadBalancer;
import io.ailb.examples.Askers.Asked;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.util.List;
import java.util.Map;

/**
 * Routing away from an endpoint that has become slow, without a single failure. {@code fastest}
 * shares requests by the 95th percentile of the last five minutes, once it knows twenty answers of
 * an endpoint; {@code adaptive} sees slowness in calls that are still under way.
 *
 * <pre>examples/run SlowEndpointExample</pre>
 */
public final class SlowEndpointExample {
  private static final String SLOWS = "slows-down";
  private static final String STAYS = "stays-fast";
  private static final long MILLIS = 250;
  private static final long MORE_MILLIS = 1_250;
  private static final int PER_SECOND = 30;
  private static final int STEP = 4;

  /** At first it has its half, or nearly so. */
  private static final long FAIR = 35;

  /** What a slow one may still get in the end. */
  private static final long LITTLE = 28;

  private SlowEndpointExample() {}

  public static void main(String[] args) throws Exception {
    warmUp();
    System.out.printf(
        "%s answers in %d ms, then in %d ms.%n%n", SLOWS, MILLIS, MILLIS + MORE_MILLIS);
    System.out.println("strategy   seconds   slows-down   stays-fast            p95 of all");
    boolean fastestLeaves = isLeft("fastest");
    boolean adaptiveLeaves = isLeft("adaptive");
    System.exit(fastestLeaves && adaptiveLeaves ? 0 : 1);
  }

  /** A JVM that has just started is slow itself: its first answers tell nothing. */
  private static void warmUp() throws Exception {
    try (SimulatedPool simulated = SimulatedPool.of("", 1, Map.of("warm-up", "weight: 1"));
        LoadBalancer balancer = LoadBalancer.load(simulated.configuration());
        Askers askers = new Askers(balancer)) {
      askers.ask(PER_SECOND, 2);
    }
  }

  private static boolean isLeft(String strategy) throws Exception {
    Map<String, String> endpoints = Map.of(SLOWS, "weight: 1", STAYS, "weight: 1");
    String settings = "routing: {strategy: " + strategy + "}";
    try (SimulatedPool simulated = SimulatedPool.of(settings, MILLIS, endpoints);
        LoadBalancer balancer = LoadBalancer.load(simulated.configuration());
        Askers askers = new Askers(balancer)) {
      List<Asked> before = askers.ask(PER_SECOND, STEP);
      row(strategy, "0 to 4", before);
      simulated.simulator().script(SLOWS, FaultRule.of(new Fault.SlowHeaders(MORE_MILLIS)));
      List<Asked> meanwhile = askers.ask(PER_SECOND, STEP);
      row("it slows", "4 to 8", meanwhile);
      List<Asked> after = askers.ask(PER_SECOND, STEP);
      row("", "8 to 12", after);
      return Askers.share(before, SLOWS) >= FAIR && Askers.share(after, SLOWS) <= LITTLE;
    }
  }

  private static void row(String strategy, String seconds, List<Asked> asked) {
    System.out.printf(
        "%-10s %-8s %8d %%   %8d %%   %15d ms%n",
        strategy,
        seconds,
        Askers.share(asked, SLOWS),
        Askers.share(asked, STAYS),
        Askers.p95(asked));
  }
}
