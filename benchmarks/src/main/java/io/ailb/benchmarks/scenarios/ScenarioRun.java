package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.scenarios.Scenario.Reference;
import io.ailb.benchmarks.scenarios.Simulation.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs scenarios under all policies, prints a table, and fails where a target is missed. */
final class ScenarioRun {
  /** Between the seeds of one scenario. */
  private static final long SEEDS_APART = 1_000;

  private static final String OURS = "ai-lb";

  /** Not a missed target, but a question that cannot be answered. */
  private static final int MISUSED = 2;

  private final Options options;
  private final List<Scenario> scenarios = new ArrayList<>();
  private final Map<String, Policy.Maker> makers;
  private final PrintStream out;
  private final Table table;
  private final List<String> missed = new ArrayList<>();
  private final List<String> unjudged = new ArrayList<>();
  private int runs;
  private long events;

  private ScenarioRun(Options options, PrintStream out) throws IOException {
    this.options = options;
    this.out = out;
    this.table = new Table(out);
    this.makers = makers();
    // All before the first run: a bad file is told now, not after minutes.
    for (Path place : options.places) {
      for (Path file : ScenarioFile.in(place)) {
        scenarios.add(ScenarioFile.read(file));
      }
    }
  }

  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** The status of the command: 1 where a target is missed, 2 where it cannot be run. */
  static int run(PrintStream out, PrintStream errors, String... arguments) {
    long began = System.nanoTime();
    ScenarioRun run;
    try {
      run = new ScenarioRun(Options.of(arguments), out);
    } catch (IllegalArgumentException e) {
      errors.println(e.getMessage());
      return MISUSED;
    } catch (IOException e) {
      errors.println("cannot be read: " + e.getMessage());
      return MISUSED;
    }
    run.all();
    if (run.runs == 0) {
      errors.println("--only=" + run.options.only + " selects nothing: " + run.names());
      return MISUSED;
    }
    out.printf(
        Locale.ROOT, "%n%,d events in %.1f s%n", run.events, (System.nanoTime() - began) / 1e9);
    run.unjudged.forEach(line -> out.println("not judged: " + line));
    run.missed.forEach(line -> out.println("missed: " + line));
    return run.options.gate && !run.missed.isEmpty() ? 1 : 0;
  }

  private String names() {
    List<String> names = new ArrayList<>();
    scenarios.forEach(scenario -> keys(scenario).forEach(key -> names.add(name(scenario, key))));
    if (options.wildTo >= 0) {
      names.add("wild-" + options.wildFrom + "/...");
    }
    return "use a part of one of " + String.join(", ", names);
  }

  private Map<String, Policy.Maker> makers() {
    Map<String, Policy.Maker> makers = new LinkedHashMap<>();
    makers.put(
        OURS,
        (scenario, seed, loop, server) ->
            new LoadBalancerPolicy(scenario, options.strategy, seed, loop, server));
    makers.put("tutorial", TutorialPool::new);
    makers.put("round robin", RoundRobin::new);
    String all = String.join(", ", makers.keySet());
    makers.keySet().removeIf(name -> !options.policies.matcher(name).find());
    if (makers.isEmpty()) {
      throw new IllegalArgumentException(
          "--policies=" + options.policies + " selects nothing: use a part of one of " + all);
    }
    return makers;
  }

  private void all() {
    scenarios.forEach(this::run);
    for (int number = options.wildFrom; number <= options.wildTo; number++) {
      ObjectNode file = Wild.file(number);
      if (options.print) {
        out.println(file);
      }
      run(ScenarioFile.scenario(file));
    }
  }

  /** Of its runs: each number of workers, or none. */
  private static List<String> keys(Scenario scenario) {
    return scenario.workload().arrivals() != null
        ? List.of("open")
        : scenario.workload().workers().stream().map(workers -> Integer.toString(workers)).toList();
  }

  private static String name(Scenario scenario, String key) {
    return scenario.id() + "/" + key;
  }

  private void run(Scenario scenario) {
    List<String> keys = keys(scenario);
    List<String> chosen =
        keys.stream().filter(key -> options.only.matcher(name(scenario, key)).find()).toList();
    if (chosen.isEmpty()) {
      return;
    }
    for (String difference : Checks.of(scenario)) {
      missed.add(scenario.id() + ": " + difference);
    }
    for (String known : scenario.reference().keySet()) {
      if (!keys.contains(known)) {
        unjudged.add(name(scenario, known) + " has a reference, but is no run of its file");
      }
    }
    chosen.forEach(key -> run(scenario, key));
  }

  private void run(Scenario scenario, String key) {
    String name = name(scenario, key);
    int workers = key.equals("open") ? 0 : Integer.parseInt(key);
    if (runs++ == 0) {
      table.head();
    }
    Reference reference = scenario.reference().get(key);
    List<Target> targets = reference == null ? List.of() : Target.of(reference.target());
    if (targets.isEmpty()) {
      unjudged.add(name + " has no target");
    } else if (!makers.containsKey(OURS)) {
      unjudged.add(name + " has targets for " + OURS + ", which --policies leaves out");
    }
    for (Map.Entry<String, Policy.Maker> maker : makers.entrySet()) {
      List<Map<String, Double>> figures = new ArrayList<>();
      Outcome last = null;
      for (int i = 0; i < options.seeds; i++) {
        long seed = scenario.seed() + i * SEEDS_APART;
        last = Simulation.run(scenario, workers, seed, seed + options.dice, maker.getValue());
        events += last.events();
        Oracle oracle = Oracle.of(scenario, workers, seed, reference);
        figures.add(Figures.of(scenario, last, oracle));
      }
      boolean ours = maker.getKey().equals(OURS);
      table.row(name, maker.getKey(), figures, ours ? targets : List.of());
      if (ours) {
        judge(name, figures, targets);
      }
      if (options.shares && last != null) {
        table.shares(scenario, last.journal());
      }
    }
    table.targets(name, targets);
  }

  private void judge(String name, List<Map<String, Double>> seedsFigures, List<Target> targets) {
    for (int i = 0; i < seedsFigures.size(); i++) {
      Map<String, Double> figures = seedsFigures.get(i);
      for (Target target : targets) {
        if (!target.isMet(figures.get(target.figure()))) {
          String which = i == 0 ? "" : " (seed +" + i * SEEDS_APART + ")";
          missed.add(name + which + ": " + target + " is " + figures.get(target.figure()));
        }
      }
    }
  }
}
