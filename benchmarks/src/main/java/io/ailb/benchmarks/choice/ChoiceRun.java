package io.ailb.benchmarks.choice;

import io.ailb.benchmarks.ThreadCpu;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures decisions and prints a table, each beside the floor of the same run. */
final class ChoiceRun {
  private boolean full;
  private String[] who = {"adaptive", "weighted"};
  private String[] endpoints = {"3", "10", "100", "1000"};
  private String[] threads = {"1", "2", "4"};
  private String[] ill = {"false", "true"};

  private ChoiceRun() {}

  public static void main(String[] arguments) throws Exception {
    ChoiceRun run = new ChoiceRun();
    for (String argument : arguments) {
      run.take(argument);
    }
    run.measure();
  }

  private void take(String argument) {
    String[] values = argument.substring(argument.indexOf('=') + 1).split(",");
    if (argument.equals("--full")) {
      full = true;
    } else if (argument.startsWith("--who=")) {
      who = values;
    } else if (argument.startsWith("--endpoints=")) {
      endpoints = values;
    } else if (argument.startsWith("--threads=")) {
      threads = values;
    } else if (argument.equals("--healthy")) {
      ill = new String[] {"false"};
    } else {
      throw new IllegalArgumentException("unknown: " + argument);
    }
  }

  private void measure() throws RunnerException {
    System.out.printf(
        Locale.ROOT,
        "%-12s %9s %7s %5s %9s %8s %8s %8s%n",
        "who",
        "endpoints",
        "threads",
        "ill",
        "CPU ns",
        "x floor",
        "bytes",
        "wall ns");
    for (String count : threads) {
      for (String some : ill) {
        for (String size : endpoints) {
          Figure floor = measure(ChoiceBenchmark.FLOOR, size, some, count);
          print(ChoiceBenchmark.FLOOR, size, count, some, floor, floor);
          for (String each : who) {
            print(each, size, count, some, measure(each, size, some, count), floor);
          }
        }
      }
    }
  }

  private record Figure(double cpu, double bytes, double wall) {}

  private Figure measure(String contender, String size, String some, String count)
      throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include("\\." + ChoiceBenchmark.class.getSimpleName() + "\\.")
                    .param("who", contender)
                    .param("endpoints", size)
                    .param("ill", some)
                    .threads(Integer.parseInt(count))
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.NANOSECONDS)
                    .forks(full ? 3 : 1)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementIterations(full ? 10 : 5)
                    .measurementTime(TimeValue.milliseconds(full ? 500 : 200))
                    .jvmArgs("-Xbatch", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m")
                    .addProfiler(GCProfiler.class)
                    .addProfiler(ThreadCpu.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .runSingle();
    return new Figure(
        least(beside(result, ThreadCpu.NAME)),
        least(beside(result, "gc.alloc.rate.norm")),
        least(result.getPrimaryResult()));
  }

  private static Result<?> beside(RunResult result, String name) {
    Result<?> found = result.getSecondaryResults().get(name);
    if (found == null) {
      throw new IllegalStateException("JMH reports no " + name);
    }
    return found;
  }

  /** What else the machine does only ever adds. */
  private static double least(Result<?> result) {
    return result.getStatistics().getMin();
  }

  private static void print(
      String contender, String size, String count, String some, Figure figure, Figure floor) {
    System.out.printf(
        Locale.ROOT,
        "%-12s %9s %7s %5s %9.0f %8.2f %8.0f %8.0f%n",
        contender,
        size,
        count,
        some.equals("true") ? "30 %" : "-",
        figure.cpu,
        figure.cpu / floor.cpu,
        figure.bytes,
        figure.wall);
  }
}
