package io.ailb.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two minutes of the soak; most of the time it waits. */
@Timeout(240)
class SoakTest {
  private static final double RATE = 12;

  @Test
  void nothingGrowsInTwoMinutes() throws Exception {
    Soak.Plan plan =
        new Soak.Plan(Duration.ofSeconds(120), Duration.ofSeconds(7), Duration.ofSeconds(3), RATE);
    Soak soak;
    try (Simulator simulator = SimulatorProcess.start()) {
      soak = Soak.run(simulator, 1, plan, System.out::println);
    }
    Verdict verdict = Verdict.of(soak.samples(), RATE);
    System.out.print(verdict);

    assertThat(verdict.failures()).as(verdict.toString()).isEmpty();
    assertThat(soak.breaches()).isEmpty();
    // Or it would have shown nothing.
    assertThat(soak.requests()).isGreaterThan(700);
    assertThat(soak.answers()).isGreaterThan(soak.requests() / 2);
  }
}
