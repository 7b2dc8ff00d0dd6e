package io.ailb.benchmarks.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.speed.Entrant.Role;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate(2, 1000);

  private static Standing ours(double floors, double bytes) {
    return new Standing(Role.OURS, "ai-lb", 100, bytes, floors, floors, floors);
  }

  @Test
  void whatIsAsFastAsItWasPasses() {
    assertThat(gate.breaches(ours(2.2, 1100), Gate.PROCESSOR)).isEmpty();
  }

  @Test
  void whatIsSlowerOrFatterByMoreThan15PercentDoesNot() {
    assertThat(gate.breaches(ours(2.31, 1000), Gate.PROCESSOR))
        .containsExactly("x2.31 of its floor, x2.30 were allowed (x2.00 and 15 %)");
    assertThat(gate.breaches(ours(2, 1200), Gate.PROCESSOR))
        .containsExactly("1200 B allocated, 1166 B were allowed (1000 B and 15 %)");
  }

  @Test
  void ofNextToNothingAFewBytesAreNoFinding() {
    assertThat(new Gate(1, 0).breaches(ours(1, 3), Gate.PROCESSOR)).isEmpty();
    assertThat(new Gate(1, 0).breaches(ours(1, 30), Gate.PROCESSOR)).hasSize(1);
  }

  @Test
  void anotherProcessorsTimesAreNotHeldAndItsBytesAre() {
    assertThat(gate.breaches(ours(9, 1000), "another one")).isEmpty();
    assertThat(gate.breaches(ours(9, 2000), "another one")).hasSize(1);
  }
}
