package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate: no build in which the selection misses what it has to reach. */
class TargetsTest {
  /** Drawn scenarios of any kind whose figures are looked at, or that only have to end. */
  private static final int WILD = 24;

  private static Policy.Maker strategy(String name) {
    return (scenario, dice, loop, server) ->
        new LoadBalancerPolicy(scenario, name, dice, loop, server);
  }

  static List<String> runs() {
    List<String> runs = new ArrayList<>();
    for (var file : Small.files()) {
      String id = file.getFileName().toString().replace(".json", "");
      Small.file(id).reference().keySet().forEach(workers -> runs.add(id + "/" + workers));
    }
    return runs;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyTargetOfEveryFileIsReached(String run) {
    String[] parts = run.split("/", 2);
    Scenario scenario = Small.file(parts[0]);
    int workers = parts[1].equals("open") ? 0 : Integer.parseInt(parts[1]);
    long seed = scenario.seed();
    var reference = scenario.reference().get(parts[1]);

    var outcome = Simulation.run(scenario, workers, seed, seed, strategy("adaptive"));
    Map<String, Double> figures =
        Figures.of(scenario, outcome, Oracle.of(scenario, workers, seed, reference));

    List<Target> targets = Target.of(reference.target());
    assertThat(Checks.of(scenario)).isEmpty();
    assertThat(targets).isNotEmpty();
    assertThat(targets.stream().filter(target -> !target.isMet(figures.get(target.figure()))))
        .as("missed, of " + figures)
        .isEmpty();
  }

  /** They promise less, but no request of theirs is lost, none hangs, and nothing stays held. */
  @ParameterizedTest
  @ValueSource(strings = {"weighted", "round-robin", "least-busy", "fastest", "cheapest"})
  void everyStrategyBringsEveryScenarioToItsEnd(String strategy) {
    for (String run : runs()) {
      String[] parts = run.split("/", 2);
      Scenario scenario = Small.file(parts[0]);
      int workers = parts[1].equals("open") ? 0 : Integer.parseInt(parts[1]);

      var outcome = Simulation.run(scenario, workers, scenario.seed(), 1, strategy(strategy));

      List<Job> jobs = outcome.journal().jobs();
      assertThat(jobs).as(run).isNotEmpty().allMatch(Job::isOver);
      // Who does not look at prices spends a budget early, and serves little until the next day.
      long least = scenario.budget() == null ? 8 : 5;
      assertThat(jobs.stream().filter(Job::isGood).count())
          .as("good ones of " + run)
          .isGreaterThan(jobs.size() * least / 10);
    }
  }

  /** The simulation itself fails where a request never ends, a bug is told or a place is lost. */
  @Test
  void drawnScenariosEnd() {
    double ours = 0;
    double turns = 0;
    for (int number = 1; number <= WILD; number++) {
      Scenario scenario = ScenarioFile.scenario(Wild.file(number));
      int workers = scenario.workload().workers().stream().findFirst().orElse(0);
      ours += share(Simulation.run(scenario, workers, number, number, strategy("adaptive")));
      turns += share(Simulation.run(scenario, workers, number, number, RoundRobin::new));
    }
    assertThat(ours).as("requests served, beside endpoints in turn").isGreaterThan(turns);
  }

  private static double share(Simulation.Outcome outcome) {
    List<Job> jobs = outcome.journal().jobs();
    assertThat(jobs).allMatch(Job::isOver);
    return (double) jobs.stream().filter(Job::isGood).count() / jobs.size();
  }
}
