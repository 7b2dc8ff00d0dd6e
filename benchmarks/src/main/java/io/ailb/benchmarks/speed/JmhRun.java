package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.Refusal;
import io.ailb.benchmarks.ThreadCpu;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The same contests under JMH: each entrant in JVMs of its own, one after another. */
final class JmhRun {
  private JmhRun() {}

  public static void main(String[] arguments) throws Exception {
    boolean full = false;
    Pattern only = Pattern.compile(".*");
    List<Contest> contests = List.of();
    try {
      for (String argument : arguments) {
        if (argument.equals("--full")) {
          full = true;
        } else if (argument.startsWith("--only=")) {
          only = Pattern.compile(argument.substring("--only=".length()));
        } else {
          throw new IllegalArgumentException(argument + " is no option with --jmh");
        }
      }
      contests = Contests.matching(only, Contests.all());
    } catch (IllegalArgumentException e) { // a pattern that is none, too
      Refusal.exit("benchmarks/run", e);
    }
    System.out.printf("%-28s %-32s %12s %12s %12s%n", "", "", "CPU ns", "bytes", "wall ns");
    for (Contest contest : contests) {
      measure(contest, full);
    }
  }

  private static void measure(Contest contest, boolean full) throws Exception {
    for (Entrant entrant : contest.entrants()) {
      RunResult result =
          new Runner(
                  new OptionsBuilder()
                      .include("\\." + ContestBenchmark.class.getSimpleName() + "\\.")
                      .param("contest", contest.id())
                      .param("entrant", entrant.name())
                      .threads(contest.threads())
                      .mode(Mode.AverageTime)
                      .timeUnit(TimeUnit.NANOSECONDS)
                      .forks(full ? 5 : 1)
                      .warmupIterations(1)
                      .warmupTime(TimeValue.milliseconds(100))
                      .measurementIterations(full ? 10 : 5)
                      .measurementTime(TimeValue.milliseconds(full ? 500 : 100))
                      .jvmArgs("-Xbatch", "-XX:+UseSerialGC", "-Xms512m", "-Xmx512m")
                      .addProfiler(GCProfiler.class)
                      .addProfiler(ThreadCpu.class)
                      .verbosity(VerboseMode.SILENT)
                      .shouldFailOnError(true)
                      .build())
              .runSingle();
      double operations = contest.operations();
      System.out.printf(
          Locale.ROOT,
          "%-28s %-32s %12.1f %12.0f %12.1f%n",
          contest.id(),
          entrant.name(),
          least(result, ThreadCpu.NAME) / operations,
          least(result, "gc.alloc.rate.norm") / operations,
          result.getPrimaryResult().getScore() / operations);
    }
  }

  private static double least(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name)
        .getStatistics()
        .getMin();
  }
}
