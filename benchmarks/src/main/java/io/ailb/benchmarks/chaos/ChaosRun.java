package io.ailb.benchmarks.chaos;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;

/** Runs it and prints what came of it; {@code benchmarks/chaos} says how. */
public final class ChaosRun {
  private ChaosRun() {}

  /** Exits with 1 when anything was wrong. */
  public static void main(String[] args) throws Exception {
    long seed = 1;
    int requests = 200_000;
    int only = -1;
    double jdk = 0;
    for (String argument : args) {
      if (argument.startsWith("--seed=")) {
        seed = number(argument);
      } else if (argument.startsWith("--requests=")) {
        requests = Math.toIntExact(number(argument));
      } else if (argument.startsWith("--only=")) {
        only = Math.toIntExact(number(argument));
      } else if (argument.equals("--jdk")) {
        jdk = 0.4;
      } else {
        refuse(argument + " is no option; benchmarks/chaos --help says what there is");
      }
    }
    try (Simulator simulator = SimulatorProcess.start()) {
      if (only >= 0) {
        System.out.println(new Dice(seed, Field.names(), Field.POOLS, jdk).ask(only));
      }
      Tally tally =
          only >= 0
              ? Chaos.run(simulator, seed, only, only + 1, jdk)
              : Chaos.run(simulator, seed, 0, requests, jdk);
      System.out.print(tally);
      if (!tally.breaches().isEmpty()) {
        System.exit(1);
      }
    }
  }

  private static long number(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (!value.matches("[0-9]{1,9}")) {
      refuse(argument + ": a whole number of at most nine digits is wanted, such as 2026");
    }
    return Long.parseLong(value);
  }

  private static void refuse(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
