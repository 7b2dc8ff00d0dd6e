package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrawsTest {
  @ParameterizedTest
  @MethodSource("io.ailb.benchmarks.scenarios.Small#files")
  void areWhatEachFileSaysTheyMustBe(Path file) throws Exception {
    Scenario scenario = ScenarioFile.read(file);

    assertThat(scenario.checks().size()).isGreaterThanOrEqualTo(7);
    assertThat(Checks.of(scenario)).isEmpty();
  }

  @Test
  void thatDifferAreNamed() {
    Scenario scenario = Small.file("03-noisy-neighbours");
    ObjectNode checks = (ObjectNode) scenario.checks();
    checks.put("u01_1_0_0", 0.5).put("sum_output", 1).put("of_nothing_known", 1);
    checks.putArray("first_arrivals_s").add(0.02);

    assertThat(Checks.of(scenario))
        .anyMatch(line -> line.startsWith("u01_1_0_0 is 0.4865"))
        .anyMatch(line -> line.startsWith("sum_output is 1131661"))
        .anyMatch(line -> line.startsWith("first_arrivals_s0 is 0.0226"))
        .anyMatch(line -> line.contains("of_nothing_known"))
        .hasSize(4);
  }

  @Test
  void areSpreadAsTheyShould() {
    Draws draws = new Draws(7);
    double sum = 0;
    double squares = 0;
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      double z = draws.normal(Draws.FIRST_TOKEN, i, 65);
      sum += z;
      squares += z * z;
    }
    assertThat(sum / n).isBetween(-0.03, 0.03);
    assertThat(squares / n).isBetween(0.96, 1.04);
  }
}
