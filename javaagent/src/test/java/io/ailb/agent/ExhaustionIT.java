package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.ExhaustedApp;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where nobody can serve, anthropic-java raises what it documents, in its own words, and asks once
 * only.
 */
class ExhaustionIT {
  private static final SimulatorProcess SIMULATOR = SimulatorProcess.start();
  private static final String CONFIGURATION =
      Providers.file(
              "exhausted", "pools:\n" + pool("claude", "anthropic", Provider.ANTHROPIC, "c", "d"))
          .toString();
  private static final List<String> CLAUDE = List.of("message", "stream", "async", "async stream");

  @AfterAll
  static void close() {
    SIMULATOR.close();
  }

  /** Nothing is learned from one call for the next: each is to fail by itself. */
  private static String pool(String name, String provider, Provider kind, String... endpoints) {
    StringBuilder pool = new StringBuilder();
    pool.append("  - name: ").append(name).append('\n');
    pool.append("    queue: {maxWait: 0s}\n");
    pool.append("    breaker: {consecutiveFailures: null, failureRatio: null}\n");
    pool.append("    endpoints:\n");
    for (String endpoint : endpoints) {
      pool.append("      - {name: %s, provider: %s, ".formatted(endpoint, provider));
      pool.append(
          "baseUrl: \"%s\", apiKey: key-of-%s}\n"
              .formatted(
                  SIMULATOR.start(EndpointSpec.builder(endpoint, kind).build()).baseUrl(),
                  endpoint));
    }
    return pool.toString();
  }

  private static Child run(Jdk jdk, Fault fault) {
    SIMULATOR.resetLog();
    for (String endpoint : List.of("c", "d")) {
      SIMULATOR.script(endpoint, FaultRule.of(fault));
    }
    return Child.on(jdk).agent(CONFIGURATION).run(ClassPaths.sdks(), ExhaustedApp.class);
  }

  private static int seen(String... endpoints) {
    int seen = 0;
    for (String endpoint : endpoints) {
      seen += SIMULATOR.log(endpoint).size();
    }
    return seen;
  }

  @ParameterizedTest
  @EnumSource
  void failuresAreServerErrors(Jdk jdk) {
    Child app = run(jdk, Fault.status(503));

    for (String way : CLAUDE) {
      assertThat(app.said(way))
          .as(app.toString())
          .startsWith("OverloadedException 529 ")
          .contains("[false]")
          .contains("no endpoint can take model claude-haiku-4-5 now");
    }
    assertThat(seen("c", "d")).as("two tries for each call").isEqualTo(2 * CLAUDE.size());
  }

  /** The first call meets both refusals; all others are told so without asking anybody. */
  @ParameterizedTest
  @EnumSource
  void refusalsAreRateLimits(Jdk jdk) {
    Child app = run(jdk, Fault.rateLimit(59)); // the pause may be 2 % longer: 61 in whole seconds

    for (String way : CLAUDE) {
      assertThat(app.said(way))
          .as(app.toString())
          .matches("RateLimitException 429 \\[(5\\d|6[01])]\\[false] .*no endpoint can take .*");
    }
    assertThat(seen("c", "d")).isEqualTo(2);
  }
}
