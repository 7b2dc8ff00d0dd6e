package io.ailb.benchmarks.many;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.About;
import io.ailb.benchmarks.FigureFile;
import io.ailb.benchmarks.Refusal;
import io.ailb.benchmarks.many.Trial.Time;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Measures, prints a table and writes a file of JSON; {@code benchmarks/threads} says how. */
public final class ManyRun {
  private static final int VIRTUAL = 10_000;
  private static final int PLATFORM = 1_000;

  private int times = 8;
  private Pattern only = Pattern.compile(".*");
  private FigureFile out = new FigureFile(Path.of("threads.json"));
  private @Nullable Path agent;
  private @Nullable Path jdk25;

  private ManyRun() {}

  /** Runs on JDK 17, which is the one with platform threads. */
  public static void main(String[] args) throws Exception {
    ManyRun run = new ManyRun();
    try {
      for (String argument : args) {
        run.take(argument);
      }
    } catch (IllegalArgumentException e) { // a pattern that is none, too
      Refusal.exit("benchmarks/threads", e);
    }
    run.measure(String.join(" ", args));
  }

  private void take(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    switch (argument.substring(0, Math.max(0, argument.indexOf('=')))) {
      case "--times" -> times = times(argument, value);
      case "--only" -> only = Pattern.compile(value);
      case "--out" -> out = FigureFile.of(value);
      case "--agent" -> agent = Path.of(value);
      case "--jdk25" -> jdk25 = value.isEmpty() ? null : Path.of(value);
      default -> throw new IllegalArgumentException(argument + " is no option");
    }
  }

  private static int times(String argument, String value) {
    if (!value.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(argument + ": a whole number of at least 1 is wanted");
    }
    return Integer.parseInt(value);
  }

  private void measure(String command) throws Exception {
    ObjectNode about = About.command("benchmarks/threads", command);
    ArrayNode rows = about.putArray("rows");
    System.out.println("| threads | client | answers | least wall | CPU of the application |");
    System.out.println("| --- | --- | --- | --- | --- |");
    if (jdk25 == null) {
      System.out.println("| virtual | no JDK 25 was found: set JAVA_HOME_25 | | | |");
    }
    for (boolean virtual : new boolean[] {true, false}) {
      Path java = virtual ? jdk25 : Path.of(System.getProperty("java.home"), "bin", "java");
      if (java == null) {
        continue;
      }
      for (boolean streamed : new boolean[] {false, true}) {
        for (Clients client : Clients.values()) {
          Path with = client.isByAgent() ? agent : null;
          int count = virtual ? VIRTUAL : PLATFORM;
          String name =
              client + (virtual ? " virtual" : " platform") + (streamed ? " streamed" : "");
          if ((!client.isByAgent() || with != null) && only.matcher(name).find()) {
            Trial trial = new Trial(client, count, virtual, streamed, with);
            rows.add(row(trial, trial.run(java, times, false)));
          }
        }
      }
    }
    if (rows.isEmpty()) {
      Refusal.exit(
          "benchmarks/threads",
          new IllegalArgumentException("--only=" + only + ": there is nobody of that name"));
    }
    out.write(about);
  }

  /** The least: what else the machine does only ever adds. */
  private static ObjectNode row(Trial trial, List<Time> all) {
    Time least = all.stream().min(Comparator.comparingLong(Time::wall)).orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "| %,d %s | %s | %s | %.2f s | %.2f s |%n",
        trial.count(),
        trial.virtual() ? "virtual" : "platform",
        trial.client().words(),
        trial.streamed() ? "streamed" : "whole",
        least.wall() / 1e3,
        least.cpu() / 1e3);
    ObjectNode row = new ObjectMapper().createObjectNode();
    row.put("client", trial.client().name());
    row.put("threads", trial.count());
    row.put("virtual", trial.virtual());
    row.put("streamed", trial.streamed());
    row.set("times", new ObjectMapper().valueToTree(all));
    return row;
  }
}
