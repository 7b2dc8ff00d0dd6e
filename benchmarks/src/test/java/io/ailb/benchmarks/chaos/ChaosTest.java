package io.ailb.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand requests; what the run says of something that behaves badly is in another JVM. */
@Timeout(240)
class ChaosTest {
  @Test
  void tenThousandRequestsEndWellAndLeaveNothing() throws Exception {
    Tally tally;
    try (Simulator simulator = SimulatorProcess.start()) {
      tally = Chaos.run(simulator, 1, 0, 10_000, chain -> chain.proceed(chain.request()));
    }
    System.out.print(tally);
    assertThat(tally.breaches()).isEmpty();
    assertThat(tally.requests()).isEqualTo(10_000);
    // Or it would have shown nothing.
    assertThat(tally.answers()).isGreaterThan(6_000);
    assertThat(tally.lefts()).isGreaterThan(1_000);
    assertThat(tally.faults().values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThan(1_500);
    assertThat(tally.outcomes())
        .containsKeys("error inside a stream", "answered after failed tries");
  }
}
