package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.scenarios.Scenario.Reference;
import io.ailb.benchmarks.scenarios.Simulation.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs scenarios under all policies, prints a table, and fails where a target is missed. */
final class ScenarioRun {
  /** Between the seeds of one scenario. */
  private static final long SEEDS_APART = 1_000;

  private static final String OURS = "ai-lb";

  private boolean gate = true;
  private boolean shares;
  private boolean print;
  private int seeds = 1;
  private long dice;
  private String strategy = "adaptive";
  private Pattern only = Pattern.compile("");
  private Pattern policies = Pattern.compile("");
  private final List<Path> places = new ArrayList<>();
  private long wildFrom;
  private long wildTo = -1;

  private final Table table = new Table(System.out);
  private final List<String> missed = new ArrayList<>();
  private long events;

  private ScenarioRun() {}

  public static void main(String[] arguments) throws IOException {
    long began = System.nanoTime();
    ScenarioRun run = new ScenarioRun();
    for (int i = 0; i < arguments.length; i++) {
      boolean pair = arguments[i].equals("--seeds") && i + 1 < arguments.length;
      run.take(pair ? "--seeds=" + arguments[++i] : arguments[i]);
    }
    run.all();
    System.out.printf(
        Locale.ROOT, "%n%,d events in %.1f s%n", run.events, (System.nanoTime() - began) / 1e9);
    for (String miss : run.missed) {
      System.out.println("missed: " + miss);
    }
    if (run.gate && !run.missed.isEmpty()) {
      System.exit(1);
    }
  }

  private void take(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (argument.equals("--no-gate")) {
      gate = false;
    } else if (argument.equals("--print")) {
      print = true;
    } else if (argument.equals("--shares")) {
      shares = true;
    } else if (argument.startsWith("--seeds=")) {
      seeds = Integer.parseInt(value);
    } else if (argument.startsWith("--dice=")) {
      dice = Long.parseLong(value);
    } else if (argument.startsWith("--strategy=")) {
      strategy = value;
    } else if (argument.startsWith("--only=")) {
      only = Pattern.compile(value);
    } else if (argument.startsWith("--policies=")) {
      policies = Pattern.compile(value);
    } else if (argument.startsWith("--wild=")) {
      String[] range = value.split("\\.\\.", 2);
      wildFrom = Long.parseLong(range[0]);
      wildTo = Long.parseLong(range[range.length - 1]);
    } else if (argument.startsWith("-")) {
      throw new IllegalArgumentException("unknown: " + argument);
    } else {
      places.add(Path.of(argument));
    }
  }

  private Map<String, Policy.Maker> makers() {
    Map<String, Policy.Maker> makers = new LinkedHashMap<>();
    makers.put(
        OURS,
        (scenario, seed, loop, server) ->
            new LoadBalancerPolicy(scenario, strategy, seed, loop, server));
    makers.put("tutorial", TutorialPool::new);
    makers.put("round robin", RoundRobin::new);
    makers.keySet().removeIf(name -> !policies.matcher(name).find());
    return makers;
  }

  private void all() throws IOException {
    table.head();
    for (Path place : places) {
      for (Path file : ScenarioFile.in(place)) {
        run(ScenarioFile.read(file));
      }
    }
    for (long number = wildFrom; number <= wildTo; number++) {
      ObjectNode file = Wild.file(number);
      if (print) {
        System.out.println(file);
      }
      run(ScenarioFile.scenario(file));
    }
  }

  private void run(Scenario scenario) {
    for (String difference : Checks.of(scenario)) {
      missed.add(scenario.id() + ": " + difference);
    }
    if (scenario.workload().arrivals() != null) {
      run(scenario, 0, "open");
    } else {
      for (int workers : scenario.workload().workers()) {
        run(scenario, workers, Integer.toString(workers));
      }
    }
  }

  private void run(Scenario scenario, int workers, String key) {
    String name = scenario.id() + "/" + key;
    if (!only.matcher(name).find()) {
      return;
    }
    Reference reference = scenario.reference().get(key);
    List<Target> targets = reference == null ? List.of() : Target.of(reference.target());
    for (Map.Entry<String, Policy.Maker> maker : makers().entrySet()) {
      List<Map<String, Double>> figures = new ArrayList<>();
      Outcome last = null;
      for (int i = 0; i < seeds; i++) {
        long seed = scenario.seed() + i * SEEDS_APART;
        last = Simulation.run(scenario, workers, seed, seed + dice, maker.getValue());
        events += last.events();
        Oracle oracle = Oracle.of(scenario, workers, seed, reference);
        figures.add(Figures.of(scenario, last, oracle));
      }
      boolean ours = maker.getKey().equals(OURS);
      table.row(name, maker.getKey(), figures, ours ? targets : List.of());
      if (ours) {
        judge(name, figures, targets);
      }
      if (shares && last != null) {
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
