package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.CanaryApp;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distinct keys everywhere, every fault, everything logged: where do keys turn up? */
class CanaryIT {
  private static final String A = "sk-canary-aaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String B = "sk-canary-bbbbbbbbbbbbbbbbbbbbbbbbbbbb";
  private static final String APPLICATIONS = "sk-canary-applications-own-ccccccccc";

  @ParameterizedTest
  @EnumSource
  void noKeyIsSeenAnywhere(Jdk jdk) throws Exception {
    try (SimulatorProcess simulator = SimulatorProcess.start()) {
      simulator.canaries(Map.of("the application", APPLICATIONS));
      Path configuration =
          Providers.file(
              "canary",
              """
              pools:
                - retries: {backoff: {initial: 5ms, max: 5ms}}
                  breaker: {openFor: 20ms, maxOpenFor: 20ms}
                  cooldown: {unauthorized: 20ms, rateLimited: 20ms, quotaExhausted: 20ms}
                  queue: {maxWait: 300ms}
                  routing: {strategy: round-robin}
                  endpoints:
                    - {name: a, provider: openai, baseUrl: "%s", apiKey: %s}
                    - {name: b, provider: openai, baseUrl: "%s", apiKey: %s}
              log: {level: trace}
              """
                  .formatted(url(simulator, "a", A), A, url(simulator, "b", B), B));

      Child app =
          Child.on(jdk)
              .agent(configuration.toString())
              .start(ClassPaths.sdks(), CanaryApp.class, APPLICATIONS);
      app.awaitLine("ready"::equals);
      int rounds = 0;
      for (Fault fault : faults()) {
        for (boolean both : new boolean[] {false, true}) {
          simulator.script("a", FaultRule.of(fault).times(9));
          simulator.script("b", FaultRule.of(fault).times(both ? 9 : 1));
          int round = ++rounds;
          app.sendLine();
          app.awaitLine(line -> app.output().stream().filter("done"::equals).count() >= round);
        }
      }
      app.closeInput();
      app.end();

      assertThat(simulator.leaks()).isEmpty();
      assertThat(app.output()).contains("end");
      assertThat(app.output()).anyMatch(line -> line.startsWith("bean told"));
      assertThat(app.output())
          .filteredOn(line -> line.startsWith("bean ailb:type=Endpoint"))
          .hasSizeGreaterThan(50);
      assertThat(app.log()).anyMatch(line -> line.contains(" DEBUG request - "));
      assertThat(app.log()).noneMatch(line -> line.contains("ai-lb failed"));
      for (String line : app.output()) {
        assertThat(line).doesNotContain(A).doesNotContain(B).doesNotContain(APPLICATIONS);
      }
      for (String line : app.error()) {
        assertThat(line).doesNotContain(A).doesNotContain(B).doesNotContain(APPLICATIONS);
      }
    }
  }

  private static List<Fault> faults() {
    String echo =
        "{\"error\":{\"message\":\"Incorrect API key provided: "
            + A
            + " or "
            + B
            + "\",\"code\":\"invalid_api_key\"}}";
    return List.of(
        new Fault.Status(500, echo, null),
        new Fault.Status(401, echo, null),
        new Fault.Status(400, echo, null),
        new Fault.Status(418, echo, null),
        new Fault.Status(200, echo, null),
        Fault.rateLimit(0),
        new Fault.Reset(),
        new Fault.Cut(2, true),
        new Fault.Cut(2, false),
        new Fault.MalformedEvent(1),
        new Fault.ErrorEvent(1, Problem.OVERLOADED),
        new Fault.Redirect("http://localhost:1/" + A, 307));
  }

  private static String url(SimulatorProcess simulator, String name, String key) {
    return simulator
        .start(EndpointSpec.builder(name, Provider.OPENAI).keys(List.of(key)).build())
        .baseUrl();
  }
}
