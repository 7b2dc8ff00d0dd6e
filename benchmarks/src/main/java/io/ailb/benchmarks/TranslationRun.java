package io.ailb.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures all pairs of dialects, prints a table and writes a file of JSON. */
final class TranslationRun {
  private boolean full;
  private String pairs = ".*";
  private String what = ".*";
  private FigureFile out = new FigureFile(Path.of("translation.json"));

  private TranslationRun() {}

  public static void main(String[] arguments) throws Exception {
    TranslationRun run = new TranslationRun();
    try {
      for (String argument : arguments) {
        run.take(argument);
      }
      run.measure(String.join(" ", arguments));
    } catch (IllegalArgumentException e) { // a pattern that is none, too
      Refusal.exit("benchmarks/translation", e);
    }
  }

  private void take(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (argument.equals("--full")) {
      full = true;
    } else if (argument.startsWith("--pairs=")) {
      pairs = ".*(" + value + ").*";
    } else if (argument.startsWith("--what=")) {
      what = value;
    } else if (argument.startsWith("--out=")) {
      out = FigureFile.of(value);
    } else {
      throw new IllegalArgumentException(argument + " is no option");
    }
  }

  private void measure(String command) throws Exception {
    List<Pair> chosen = Pair.all().stream().filter(pair -> pair.toString().matches(pairs)).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no pair matches " + pairs);
    }
    List<RunResult> results = new ArrayList<>();
    for (String each : List.of("RequestBenchmark", "StreamBenchmark", "AnswerBenchmark")) {
      if (each.matches(what)) {
        results.addAll(new Runner(options(each, chosen).build()).run());
      }
    }
    ArrayNode rows = new Report(results).rows(chosen);
    ObjectNode about = About.command("benchmarks/translation", command);
    about.set("rows", rows);
    System.out.println();
    System.out.print(Report.table(rows));
    out.write(about);
  }

  private ChainedOptionsBuilder options(String benchmark, List<Pair> chosen) {
    Set<String> contenders = new LinkedHashSet<>();
    for (Pair pair : chosen) {
      contenders.add(pair.toString());
      contenders.add(Contender.TREE.name(pair.from()));
      if (!benchmark.equals("RequestBenchmark")) {
        contenders.add(Contender.PASS.name(pair.from()));
      }
    }
    return new OptionsBuilder()
        .include("\\." + benchmark + "\\.")
        .param("contender", contenders.toArray(String[]::new))
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(full ? 5 : 1)
        .warmupIterations(1)
        .warmupTime(TimeValue.milliseconds(100))
        .measurementIterations(full ? 10 : 5)
        .measurementTime(TimeValue.milliseconds(full ? 500 : 100))
        // A method waits for its compilation, so that Warm ends in compiled code.
        .jvmArgs("-Xbatch", "-XX:+UseSerialGC", "-Xms256m", "-Xmx256m")
        .addProfiler(GCProfiler.class)
        .addProfiler(ThreadCpu.class)
        .shouldFailOnError(true);
  }
}
