package io.ailb.benchmarks.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs it and prints what came of it; {@code benchmarks/batch} says how. */
public final class ProofRun {
  /** What ai-lb is to reach. */
  static final double GOODPUT = 0.97;

  /** The same where fixed minutes begin that nobody announces. */
  private static final double WINDOWS_GOODPUT = 0.94;

  private static final List<String> POLICIES = List.of("ai-lb", "tutorial", "round-robin");
  private static final List<Integer> WORKERS = List.of(50, 200);

  private ProofRun() {}

  /** Exits with 1 when ai-lb missed a target, or anything was wrong. */
  public static void main(String[] args) throws Exception {
    int requests = 40_000;
    int factor = 10;
    int burst = 10;
    long seed = 1;
    boolean windows = false;
    Boolean headers = null;
    List<Integer> phases = List.of(0, 0, 0);
    List<String> policies = POLICIES;
    boolean course = false;
    for (String argument : args) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("--requests=")) {
        requests = number(argument);
      } else if (argument.startsWith("--factor=")) {
        factor = number(argument);
      } else if (argument.startsWith("--burst=")) {
        burst = number(argument);
      } else if (argument.startsWith("--seed=")) {
        seed = number(argument);
      } else if (argument.startsWith("--mode=") && List.of("buckets", "windows").contains(value)) {
        windows = value.equals("windows");
      } else if (argument.startsWith("--headers=") && List.of("yes", "no").contains(value)) {
        headers = value.equals("yes");
      } else if (argument.matches("--phases=[0-9]{1,2},[0-9]{1,2},[0-9]{1,2}")) {
        phases = Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
      } else if (argument.startsWith("--policy=")
          && POLICIES.containsAll(List.of(value.split(",", -1)))) {
        policies = List.of(value.split(",", -1));
      } else if (argument.equals("--course")) {
        course = true;
      } else {
        refuse(argument + " is no option; benchmarks/batch --help says what there is");
      }
    }
    Enforcement enforcement =
        new Enforcement(windows, burst, headers == null ? !windows : headers, phases);
    System.out.printf(
        Locale.ROOT,
        "%,d requests, limits x%d, %s, %d processors%n%n%s%n",
        requests,
        factor,
        enforcement,
        Runtime.getRuntime().availableProcessors(),
        Figures.HEAD);
    List<String> wrong = new ArrayList<>();
    for (var policy : policies(policies, seed).entrySet()) {
      Figures figures =
          Trial.run(policy.getKey(), policy.getValue(), enforcement, factor, requests, seed);
      System.out.println(figures);
      System.err.println(figures.load());
      if (course) {
        System.err.println(figures.course());
      }
      wrong.addAll(
          policy.getKey().equals("ai-lb")
              ? figures.missed(windows ? WINDOWS_GOODPUT : GOODPUT)
              : figures.breaches());
    }
    wrong.forEach(System.out::println);
    if (!wrong.isEmpty()) {
      System.exit(1);
    }
  }

  private static Map<String, Policy> policies(List<String> names, long seed) {
    Map<String, Policy> policies = new LinkedHashMap<>();
    for (String name : names) {
      for (int workers : name.equals("ai-lb") ? List.of(0) : WORKERS) {
        switch (name) {
          case "ai-lb" -> policies.put(name, new AiLb());
          case "tutorial" ->
              policies.put(
                  "the tutorial's pool, %d workers".formatted(workers),
                  new Tutorial(new Workers(workers), seed));
          default ->
              policies.put(
                  "round robin with retries, %d workers".formatted(workers),
                  new RoundRobin(new Workers(workers)));
        }
      }
    }
    return policies;
  }

  private static int number(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (!value.matches("[1-9][0-9]{0,7}")) {
      refuse(argument + ": a whole number from 1 to 99999999 is wanted, such as 2026");
    }
    return Integer.parseInt(value);
  }

  private static void refuse(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
