package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.benchmarks.scenarios.Endpoint.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** All that a file can say, and that is right. */
  private static final String GOOD =
      """
      {'id': 'good', 'title': 'all of it', 'seed': 7,
       'workload': {'mode': 'open', 'duration_s': 60, 'rate': [[0, 2], [30, 4]], 'deadline_s': 20,
         'tokens': {'input': {'median': 100, 'sigma': 0.5, 'min': 20, 'max': 4000},
                    'output': {'median': 50, 'sigma': 0.5, 'min': 5, 'max': 800},
                    'max_tokens': 800}},
       'endpoints': [
         {'name': 'a', 'provider': 'openai', 'weight': 1, 'configured': {'rpm': 600},
          'price': {'in': 3, 'out': 15}, 'value': 1,
          'server': {'enforcement': 'bucket', 'burst_s': 10, 'tpm': 90000,
            'latency': {'ttft_median_s': 0.5, 'knee': 9}, 'other_tenants': [[0, 0], [9, 0.5]],
            'phases': [{'kind': 'flap', 't0': 5, 't1': 9, 'period_s': 2, 'down_share': 0.5}]}},
         {'name': 'b', 'provider': 'anthropic',
          'server': {'enforcement': 'window', 'rpm': 500, 'headers': true, 'error_rate': 0.1,
            'latency': {'ttft_median_s': 0.7, 'per_token_s': 0.01},
            'phases': [{'kind': 'recovering', 't0': 5, 't1': 8, 'error_from': 1}]}}],
       'budget': {'amount': 9.5, 'horizon_s': 60},
       'watch': {'endpoint': 1, 't0': 5, 't1': 6},
       'checks': {'first_input': [80], 'u01_1_0_0': 0.2},
       'reference': {'open': {'oracle': {'ok': 150, 'makespan_s': 61},
         'seed_algorithm': {'failed_pct': 1}, 'target': {'max_p99_s': 3}}}}
      """;

  @Test
  void takesAllThatAFileCanSay() {
    Scenario scenario = Small.parse(GOOD);

    assertThat(scenario.title()).isEqualTo("all of it");
    assertThat(scenario.endpoints()).extracting(e -> e.server().knee()).contains(9.0);
    assertThat(scenario.endpoints().get(1).server().phases().get(0).errorRate()).isEqualTo(1);
  }

  @Test
  void takesAllThatIsDrawn() {
    for (int number = 0; number < 1_000; number++) {
      Scenario drawn = ScenarioFile.scenario(Wild.file(number));
      assertThat(drawn.id()).isEqualTo("wild-" + number);
    }
  }

  /** Whoever writes a file learns where in it, what stands there, and what could instead. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'rpm': 500 | 'rpmm': 5 | endpoints[1].server.rpmm is 5, which nobody reads here",
        "'title' | 'titel' | titel is \"all of it\", which nobody reads here",
        "'weight' | 'wait' | endpoints[0].wait is 1, which",
        "'configured': {'rpm' | 'configured': {'rpx' | endpoints[0].configured.rpx is 600, which",
        "'price': {'in' | 'price': {'inn' | endpoints[0].price.inn is 3, which",
        "'sigma': 0.5, 'min': 20 | 'sgm': 1 | workload.tokens.input.sgm is 1, which",
        "'deadline_s' | 'deadline' | workload.deadline is 20, which",
        "'max_tokens' | 'tokens_at_most' | workload.tokens.max_tokens is missing: add it",
        "'duration_s': 60 | 'duration_s': 60, 'workers': [3] | workload.workers is [3], which",
        "'knee' | 'knees' | endpoints[0].server.latency.knees is 9, which",
        "'error_from': 1 | 'error_from': 1, 'error_rate': 1 | phases[0].error_from is 1, which",
        "'amount': 9.5 | 'amount': 9.5, 'per': 1 | budget.per is 1, which",
        "'t1': 6 | 't1': 6, 't2': 7 | watch.t2 is 7, which",
        "'first_input' | 'first_inputs' | checks.first_inputs is [80]: say",
        "[80] | [] | checks.first_input is []: say a list of numbers",
        "'u01_1_0_0': 0.2 | 'u01_1_x_0': 0.2 | checks.u01_1_x_0 is 0.2: say",
        "'u01_1_0_0': 0.2 | 'requests': 'x' | checks.requests is \"x\": say a number",
        "'ok': 150 | 'okay': 150 | reference.open.oracle.ok is missing",
        "'seed_algorithm' | 'tutorial' | reference.open.tutorial is",
        "'max_p99_s' | 'max_p99' | reference.open.target.max_p99 is 3: say it as min_ or max_ of",
        "'max_p99_s' | 'p99_s' | reference.open.target.p99_s is 3: say it as min_ or max_ of",
        "{'open': {'oracle' | {'opn': {'oracle' | reference.opn is",
        "'headers': true | 'headers': 'yes' | endpoints[1].server.headers is \"yes\": say true or",
        "{'amount': 9.5, 'horizon_s': 60} | 5 | budget is 5: say an object",
        "{'rpm': 600} | [1] | endpoints[0].configured is [1]: say an object",
        "'seed': 7 | 'seed': 'x' | seed is \"x\": say a whole number",
        "'seed': 7 | 'seed': 7.5 | seed is 7.5: say a whole number",
        "'id': 'good' | 'id': 5 | id is 5: say a text",
        "'rpm': 600 | 'rpm': 10.5 | endpoints[0].configured.rpm is 10.5: say a whole number",
        "'rpm': 500 | 'rpm': 0 | endpoints[1].server.rpm is 0: say a number above 0",
        "'rpm': 500 | 'rpm': 'many' | endpoints[1].server.rpm is \"many\": say a number above 0",
        "'rpm': 500 | 'rpm': null | endpoints[1].server.rpm is null: say a number above 0",
        "'duration_s': 60 | 'duration_s': -60 | workload.duration_s is -60: say a number above 0",
        "'duration_s': 60 | 'duration_s': 1e999 | workload.duration_s is",
        "'deadline_s': 20 | 'deadline_s': 0 | workload.deadline_s is 0: say a number above 0",
        "[[0, 2], [30, 4]] | [[0, 2], [30, -4]] | workload.rate is [[0,2],[30,-4]]: say",
        "[[0, 2], [30, 4]] | [[0, 2], [0, 4]] | workload.rate is [[0,2],[0,4]]: say",
        "[[0, 2], [30, 4]] | [[30, 4], [0, 2]] | workload.rate is [[30,4],[0,2]]: say",
        "[[0, 2], [30, 4]] | [[5, 2]] | workload.rate is [[5,2]]: say",
        "[[0, 2], [30, 4]] | [[0, 0], [90, 1]] | workload.rate is [[0,0],[90,1]]: say when",
        "[[0, 2], [30, 4]] | [[0]] | workload.rate is [[0]]: say",
        "[[0, 2], [30, 4]] | 4 | workload.rate is 4: say",
        "[[0, 0], [9, 0.5]] | [[0, 0], [9, 5]] | endpoints[0].server.other_tenants is",
        "'ttft_median_s': 0.7 | 'ttft_median_s': -1 | endpoints[1].server.latency.ttft_median_s is",
        "'error_rate': 0.1 | 'error_rate': 2 | endpoints[1].server.error_rate is 2: say a number",
        "'error_from': 1 | 'error_from': 2 | endpoints[1].server.phases[0].error_from is 2: say",
        "'t1': 9 | 't1': 4 | endpoints[0].server.phases[0].t1 is 4: say seconds after t0",
        "'period_s': 2 | 'period_s': 0 | endpoints[0].server.phases[0].period_s is 0: say",
        "'period_s': 2, | | endpoints[0].server.phases[0].period_s is missing",
        "'flap' | 'rain' | endpoints[0].server.phases[0].kind is \"rain\": say one of outage",
        "'bucket' | 'sliding' | endpoints[0].server.enforcement is \"sliding\": say one of",
        "'open', 'dur | 'closed', 'dur | workload.mode is \"closed\": say one of batch, open",
        "'endpoint': 1 | 'endpoint': 2 | watch.endpoint is 2: say the number of an endpoint, 0 to"
            + " 1",
        "'endpoint': 1 | 'endpoint': -1 | watch.endpoint is -1: say",
        "'t1': 6 | 't1': 5 | watch.t1 is 5: say seconds after t0",
        "'max': 4000 | 'max': 19 | workload.tokens.input.max is 19: say at least min, which is 20",
        "'max_tokens': 800 | 'max_tokens': 0 | workload.tokens.max_tokens is 0: say a whole number",
        "'name': 'b' | 'name': 'a' | endpoints[1].name is \"a\": say a name that no other",
        "'weight': 1 | 'weight': -1 | endpoints[0].weight is -1: say a number from 0 on",
        "'amount': 9.5 | 'amount': -1 | budget.amount is -1: say a number above 0",
      })
  void whatWouldBeSimulatedOtherwiseThanItSaysIsAnError(String right, String bad, String told) {
    assertThat(GOOD).contains(right);
    String text = GOOD.replace(right, bad == null ? "" : bad);
    assertThatThrownBy(() -> Small.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "300 | 10.5 | workload.requests is 10.5: say a whole number from 1 on",
        "300 | 0 | workload.requests is 0: say",
        "300 | 'many' | workload.requests is \"many\": say",
        "[20] | [] | workload.workers is []: say a list of whole numbers",
        "[20] | [2.5] | workload.workers is [2.5]: say",
        "[20] | [0] | workload.workers is [0]: say",
        "[20] | 20 | workload.workers is 20: say",
        "'requests' | 'rate': [[0, 1]], 'requests' | workload.rate is [[0,1]], which nobody reads",
      })
  void aBatchToo(String right, String bad, String told) {
    assertThat(Small.BATCH).contains(right);
    assertThatThrownBy(() -> Small.scenario(Small.BATCH.replace(right, bad), Small.SERVER))
        .hasMessageContaining(told);
  }

  @Test
  void endpointsAreAListThatHasSome() {
    assertThatThrownBy(() -> Small.scenario(Small.BATCH))
        .hasMessageContaining("endpoints is []: say a list of objects");
    assertThatThrownBy(() -> Small.parse("{'id': 'x', 'endpoints': {'a': {}}}"))
        .hasMessageContaining("endpoints is {\"a\":{}}: say a list of objects");
    assertThatThrownBy(() -> Small.parse("{'id': 'x', 'endpoints': [5]}"))
        .hasMessageContaining("endpoints[0] is 5: say an object");
    assertThatThrownBy(() -> Small.parse("[]")).hasMessageContaining("the file is []: say");
  }

  /** One sentence, which begins with the file. */
  @Test
  void whatIsNoJsonIsToldByFileAndLine(@TempDir Path place) throws Exception {
    String good = GOOD.replace('\'', '"');
    Map<String, String> wrong =
        Map.of(
            good.replace("\"seed\": 7", "\"seed\": 7, \"seed\": 8"),
            "is no JSON at line 1: Duplicate field 'seed'",
            good + "}",
            "is no JSON at line ",
            good + "{}",
            "is no JSON at line ",
            "{",
            "is no JSON at line 1",
            "",
            "the file is empty: say an object",
            good.replace("\"seed\": 7", "\"seed\": \"x\""),
            "bad.json: seed is \"x\": say a whole number");
    for (Map.Entry<String, String> file : wrong.entrySet()) {
      Path written = Files.writeString(place.resolve("bad.json"), file.getKey());
      assertThatThrownBy(() -> ScenarioFile.read(written))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(written.toString())
          .hasMessageContaining(file.getValue())
          .extracting(Throwable::getMessage)
          .asString()
          .doesNotContain("\n");
    }
  }

  @Test
  void statesOnlyWhatCanBeDrawn() {
    Scenario fewer =
        Small.parse(
            GOOD.replace(
                "'first_input': [80]", "'first_arrivals_s': [1" + ", 1".repeat(999) + "]"));
    assertThat(Checks.of(fewer)).anyMatch(line -> line.startsWith("first_arrivals_s999 is NaN"));
  }

  @Test
  void findsTheFilesOfADirectoryInOrder() throws Exception {
    assertThat(Small.files()).hasSize(7).isSorted();
    Path one = Small.files().get(3);
    assertThat(ScenarioFile.in(one)).containsExactly(one);
  }
}
