package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.ManyApp;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.limit.Peaks;
import io.ailb.simulator.plan.Latency;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand requests of the real SDK while an endpoint dies and another is throttled. */
class ManyRequestsIT {
  private static final Map<String, Integer> RPM = Map.of("x", 3_500, "y", 2_500, "z", 2_000);

  /**
   * This one's limit is followed as its provider announces it, the others' are kept as configured.
   * A bucket may rightly be used for more than its limit in a minute, while it fills.
   */
  private static final String FOLLOWED = "z";

  @ParameterizedTest
  @EnumSource
  void theApplicationSeesNoFailureAndNoLimitIsEverExceeded(Jdk jdk) throws Exception {
    try (SimulatorProcess simulator = SimulatorProcess.start()) {
      StringBuilder yaml = new StringBuilder("pools:\n  - endpoints:\n");
      RPM.forEach((name, rpm) -> yaml.append(endpoint(simulator, name, rpm)));
      yaml.append(endpoint(simulator, "free", null));
      Path configuration = Providers.file("many", yaml.toString());

      Child app =
          Child.on(jdk)
              .withWholeCompiler()
              .agent(configuration.toString())
              .start(ClassPaths.sdks(), ManyApp.class, "10000", "64");
      app.awaitLine("at 2000"::equals);
      simulator.down("x");
      app.awaitLine("at 3000"::equals);
      simulator.script("y", FaultRule.of(Fault.rateLimit(2)).forMillis(1_500));
      app.awaitLine("at 4500"::equals);
      simulator.up("x");
      app.end();

      assertThat(app.said("failures")).as(app.toString()).isEqualTo("0");
      assertThat(app.exit()).isZero();
      assertThat(simulator.leaks()).isEmpty();
      long served = simulator.stats("free").admitted();
      for (String name : RPM.keySet()) {
        served += simulator.stats(name).admitted();
        assertThat(simulator.stats(name).limited()).as(name + " refused by its limit").isZero();
        if (!name.equals(FOLLOWED)) {
          for (Peaks peaks : simulator.stats(name).peaks().values()) {
            assertThat(peaks.requestsInAnyMinute()).as(name).isLessThanOrEqualTo(RPM.get(name));
          }
        }
      }
      assertThat(served)
          .isGreaterThanOrEqualTo(10_000); // and those that a dying endpoint took along
    }
  }

  private static String endpoint(SimulatorProcess simulator, String name, Integer rpm) {
    EndpointSpec.Builder spec =
        EndpointSpec.builder(name, Provider.OPENAI).latency(new Latency(2, 0, 0));
    String limits = "";
    if (rpm != null) {
      spec.limits(Limits.builder().rpm(rpm).build());
      limits = ", limits: {rpm: " + rpm + "}, learnLimits: " + name.equals(FOLLOWED);
    }
    return "      - {name: %s, provider: openai, baseUrl: \"%s\", apiKey: key-of-%s%s}\n"
        .formatted(name, simulator.start(spec.build()).baseUrl(), name, limits);
  }
}
