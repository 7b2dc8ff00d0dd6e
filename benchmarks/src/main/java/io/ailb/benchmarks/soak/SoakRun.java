package io.ailb.benchmarks.soak;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import java.time.Duration;
import java.util.Locale;

/** Runs it and prints what came of it; {@code benchmarks/soak} says how. */
public final class SoakRun {
  private static final Duration STRETCH = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** A short run has as many moments of rest as a line takes. */
  private static final int SHORT_MINUTES = 10;

  private static final Duration SHORT_STRETCH = Duration.ofSeconds(7);
  private static final Duration SHORT_LOOK = Duration.ofSeconds(3);

  private SoakRun() {}

  /** Exits with 1 when something has grown, or anything else was wrong. */
  public static void main(String[] args) throws Exception {
    int minutes = 30;
    int rate = 40;
    int seed = 1;
    for (String argument : args) {
      if (argument.startsWith("--minutes=")) {
        minutes = number(argument, 2);
      } else if (argument.startsWith("--rate=")) {
        rate = number(argument, 1);
      } else if (argument.startsWith("--seed=")) {
        seed = number(argument, 0);
      } else {
        refuse(argument + " is no option; benchmarks/soak --help says what there is");
      }
    }
    Duration length = Duration.ofMinutes(minutes);
    Soak.Plan plan =
        minutes < SHORT_MINUTES
            ? new Soak.Plan(length, SHORT_STRETCH, SHORT_LOOK, rate)
            : new Soak.Plan(length, STRETCH, LOOK, rate);
    boolean well;
    try (Simulator simulator = SimulatorProcess.start()) {
      Soak soak = Soak.run(simulator, seed, plan, System.out::println);
      Verdict verdict = Verdict.of(soak.samples(), rate);
      System.out.printf(
          Locale.ROOT,
          "%n%s%n%d requests, %d answered, %.2f cores; JDK %s, %s %s, %d processors%n",
          verdict,
          soak.requests(),
          soak.answers(),
          soak.cores(),
          Runtime.version(),
          System.getProperty("os.name"),
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors());
      // Where nobody is answered nothing would show.
      boolean answered = soak.answers() > soak.requests() / 2;
      well = answered && verdict.failures().isEmpty() && soak.breaches().isEmpty();
      System.out.println(
          well
              ? "nothing grows"
              : "FAILED: " + verdict.failures() + " and " + soak.breaches().size() + " breaches");
    }
    if (!well) {
      System.exit(1);
    }
  }

  private static int number(String argument, int least) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least) {
      refuse(argument + ": a whole number of at least " + least + " is wanted");
    }
    return Integer.parseInt(value);
  }

  private static void refuse(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
