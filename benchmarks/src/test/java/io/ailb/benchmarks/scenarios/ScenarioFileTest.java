package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.benchmarks.scenarios.Endpoint.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {
  @Test
  void readsABatch() {
    Scenario scenario = Small.file("06-token-bound");

    assertThat(scenario.workload().requests()).isEqualTo(3_000);
    assertThat(scenario.workload().workers()).containsExactly(100);
    assertThat(scenario.workload().deadline()).isInfinite();
    assertThat(scenario.endpoints()).extracting(Endpoint::name).containsExactly("a", "b", "c");
    assertThat(scenario.endpoints())
        .extracting(endpoint -> endpoint.server().chargesMax())
        .containsExactly(true, false, true);
    assertThat(scenario.endpoints().get(2).server().windows()).isTrue();
    assertThat(scenario.endpoints().get(2).server().phase()).isEqualTo(25);
    assertThat(scenario.endpoints().get(0).limit("tpm")).isEqualTo(400_000);
    assertThat(scenario.endpoints().get(0).limit("rpd")).isInfinite();
    assertThat(scenario.reference().get("100").target()).containsEntry("max_p99_s", 38.2);
  }

  @Test
  void readsArrivalsBudgetsAndWatches() {
    Scenario budget = Small.file("07-cost-budget");
    assertThat(budget.budget()).isEqualTo(new Scenario.Budget(9.6, 1_800));
    assertThat(budget.endpoints().get(0).cost(1_000_000, 2_000_000)).isEqualTo(33);
    assertThat(budget.workload().deadline()).isEqualTo(60);
    assertThat(budget.reference().get("open").value()).isEqualTo(855_962);

    Scenario outage = Small.file("04-outage");
    assertThat(outage.watch()).isEqualTo(new Scenario.Watch(0, 120, 270));
    assertThat(outage.endpoints().get(1).server().phases())
        .containsExactly(new Phase(Phase.Kind.OUTAGE, 330, 390, 5, 0, 1, 0, 0.5));
  }

  @Test
  void doesNotSimulateWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> Small.scenario(Small.BATCH, Small.SERVER.replace("bucket", "sliding")))
        .hasMessageContaining("enforcement");
    assertThatThrownBy(
            () ->
                Small.scenario(
                    Small.BATCH, Small.SERVER + ", 'phases': [{'t0': 0, 't1': 1, 'kind': 'rain'}]"))
        .hasMessageContaining("rain");
    assertThatThrownBy(
            () ->
                Small.scenario(
                    Small.BATCH, Small.SERVER + ", 'phases': [{'t0': 0, 't1': 1, 'kind': 'flap'}]"))
        .hasMessageContaining("period_s");
    assertThatThrownBy(() -> Small.scenario(Small.BATCH.replace("300", "'many'"), Small.SERVER))
        .hasMessageContaining("requests");
    assertThatThrownBy(() -> Small.scenario(Small.BATCH)).hasMessageContaining("no endpoints");
  }

  /** Whoever writes a file learns which one it is, where in it, and what stands there. */
  @Test
  void whatIsWrongIsToldByFilePlaceAndValue(@TempDir Path place) throws Exception {
    String good = Files.readString(Small.files().get(3));
    Map<String, String> wrong =
        Map.of(
            good.replace("\"open\"", "\"closed\""),
            "workload.mode: closed",
            good.replace("\"outage\"", "\"rain\""),
            "endpoints[0]: phases.kind: rain",
            good.replace("\"rpm\": 600", "\"rpm\": \"many\""),
            "endpoints[0]: rpm is not a number",
            good.replace("\"deadline_s\": 20", "\"deadline_s\": \"soon\""),
            "deadline_s is not a",
            good.replace("\"max_tokens\": 800", "\"tokens_at_most\": 800"),
            "workload.tokens: unknown key \"tokens_at_most\"; what may stand here: [input, max_t",
            good.replace("\"max_tokens\": 800", "\"_max_tokens\": 800"),
            "max_tokens is missing",
            good.replaceFirst("\"ttft_sigma\"", "\"ttft_simga\""),
            "endpoints[0].server.latency: unknown key \"ttft_simga\"",
            "{",
            "is no JSON",
            "{}",
            "no endpoints");
    for (Map.Entry<String, String> file : wrong.entrySet()) {
      Path written = Files.writeString(place.resolve("bad.json"), file.getKey());
      assertThatThrownBy(() -> ScenarioFile.read(written))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bad.json")
          .hasMessageContaining(file.getValue());
    }
  }

  @Test
  void findsTheFilesOfADirectoryInOrder() throws Exception {
    assertThat(Small.files()).hasSize(7).isSorted();
    Path one = Small.files().get(3);
    assertThat(ScenarioFile.in(one)).containsExactly(one);
  }
}
