package io.ailb.examples;

import io.ailb.LoadBalancer;
import io.ailb.examples.Askers.Asked;
import io.ailb.expose.EndpointStats;
import io.ailb.model.EndpointState;
import io.ailb.observe.EndpointChanged;
import io.ailb.observe.Listener;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A circuit breaker that opens by the share of failures, and stays open for longer each time it has
 * to: 1 s, then 2 s, then 4 s at most. One of two endpoints fails four calls of five for a while.
 *
 * <pre>examples/run CircuitBreakerExample</pre>
 */
public final class CircuitBreakerExample {
  private static final String FLAKY = "flaky";
  private static final String STEADY = "steady";
  private static final int PER_SECOND = 30;

  /**
   * Only the share of failures opens it: half of the calls of 5 s, from 10 calls on. The adaptive
   * strategy would leave such an endpoint alone long before; {@code weighted} does not look at
   * failures.
   */
  private static final String SETTINGS =
      """
      routing: {strategy: weighted}
      breaker:
        consecutiveFailures: null
        failureRatio: 50%
        minimumCalls: 10
        window: 5s
        openFor: 1s
        maxOpenFor: 4s
        halfOpenCalls: 3
      """;

  private final SimulatedPool simulated;
  private final LoadBalancer balancer;
  private final Askers askers;
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private final List<Asked> all = new ArrayList<>();
  private final long began = System.nanoTime();
  private long failed;

  private CircuitBreakerExample(SimulatedPool simulated, LoadBalancer balancer, Askers askers) {
    this.simulated = simulated;
    this.balancer = balancer;
    this.askers = askers;
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> endpoints = Map.of(FLAKY, "weight: 1", STEADY, "weight: 1");
    try (SimulatedPool simulated = SimulatedPool.of(SETTINGS, 20, endpoints);
        LoadBalancer balancer = LoadBalancer.load(simulated.configuration());
        Askers askers = new Askers(balancer)) {
      System.exit(new CircuitBreakerExample(simulated, balancer, askers).run() ? 0 : 1);
    }
  }

  private boolean run() throws Exception {
    balancer.addListener(
        new Listener() {
          @Override
          public void endpointChanged(EndpointChanged event) {
            if (event.after() == EndpointState.OPEN) {
              opened.add(
                  String.format(
                      "after %4.1f s for %.1f s: %s",
                      (System.nanoTime() - began) / 1e9,
                      event.lasts() == null ? 0 : event.lasts().toMillis() / 1e3,
                      event.reason()));
            }
          }
        });
    System.out.println("second  flaky: state      answered  failed   steady: answered");
    seconds(3, "all is well");
    simulated.simulator().script(FLAKY, FaultRule.of(Fault.status(500)).probability(0.8, 7));
    seconds(10, "flaky fails four of five");
    simulated.simulator().clearScript(FLAKY);
    List<Asked> last = seconds(8, "flaky is well again");

    System.out.println();
    System.out.println("flaky's breaker opened");
    opened.forEach(line -> System.out.println("  " + line));
    long failures = all.stream().filter(Asked::failed).count();
    System.out.printf("%d questions, of which callers saw %d fail%n", all.size(), failures);
    return failures == 0 && !opened.isEmpty() && Askers.count(last, FLAKY) > 0;
  }

  /** Returns the answers of the last of them. */
  private List<Asked> seconds(int number, String what) throws Exception {
    System.out.println("- " + what);
    List<Asked> asked = List.of();
    for (int i = 0; i < number; i++) {
      asked = askers.ask(PER_SECOND, 1);
      all.addAll(asked);
      EndpointStats flaky = endpoint();
      System.out.printf(
          "%6.0f         %-10s  %7d %7d  %17d%n",
          (System.nanoTime() - began) / 1e9,
          flaky.state(),
          Askers.count(asked, FLAKY),
          flaky.failures() - failed,
          Askers.count(asked, STEADY));
      failed = flaky.failures();
    }
    return asked;
  }

  private EndpointStats endpoint() {
    return balancer.stats().pool("default").endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(FLAKY))
        .findFirst()
        .orElseThrow();
  }
}
