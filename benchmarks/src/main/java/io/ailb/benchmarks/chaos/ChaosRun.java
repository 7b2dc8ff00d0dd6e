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
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("--seed=")) {
        seed = Long.parseLong(value);
      } else if (argument.startsWith("--requests=")) {
        requests = Integer.parseInt(value);
      } else if (argument.startsWith("--only=")) {
        only = Integer.parseInt(value);
      } else if (argument.equals("--jdk")) {
        jdk = 0.4;
      } else {
        System.err.println("unknown: " + argument);
        System.exit(2);
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
}
