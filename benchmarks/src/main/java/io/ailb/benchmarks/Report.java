package io.ailb.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Figures of one run: each beside the floors that were measured in the same run. */
final class Report {
  private final Map<String, Figure> figures = new HashMap<>();

  /**
   * What an operation costs.
   *
   * <p>Each is the least of all iterations: what else the machine does only ever adds, at times to
   * a fork as a whole.
   *
   * @param cpu of the thread that does it, in nanoseconds
   * @param wall in nanoseconds
   */
  private record Figure(double cpu, double wall, double bytes) {
    Figure per(int events) {
      return new Figure(cpu / events, wall / events, bytes / events);
    }
  }

  Report(Collection<RunResult> results) {
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      Figure figure =
          new Figure(
              least(beside(result, ThreadCpu.NAME)),
              least(result.getPrimaryResult()),
              least(beside(result, "gc.alloc.rate.norm")));
      String kind = params.getParam("kind");
      figures.put(
          key(params.getBenchmark(), params.getParam("contender"), kind == null ? "" : kind),
          figure);
    }
  }

  private static double least(Result<?> result) {
    return result.getStatistics().getMin();
  }

  private static Result<?> beside(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name);
  }

  private static String key(String benchmark, String contender, String kind) {
    return benchmark + " " + contender + " " + kind;
  }

  /**
   * One line for each pair and kind; of streams the figures are those of one event, of the side
   * that has more of them: Gemini says a whole call in one, others in many.
   */
  ArrayNode rows(List<Pair> pairs) {
    ArrayNode rows = new ObjectMapper().createArrayNode();
    for (RequestSize size : RequestSize.values()) {
      for (Pair pair : pairs) {
        int bytes = Requests.body(pair.from(), size).length;
        add(rows, "request", RequestBenchmark.class, pair, size.name(), 1).put("bytesIn", bytes);
      }
    }
    for (AnswerKind kind : AnswerKind.values()) {
      for (Pair pair : pairs) {
        int in = Answers.stream(pair.from(), kind).size();
        int out = Answers.stream(pair.to(), kind).size();
        add(rows, "event", StreamBenchmark.class, pair, kind.name(), Math.max(in, out))
            .put("eventsIn", in)
            .put("eventsOut", out);
      }
    }
    for (Pair pair : pairs) {
      int bytes = Answers.whole(pair.from()).length;
      add(rows, "answer", AnswerBenchmark.class, pair, "", 1).put("bytesIn", bytes);
    }
    return rows;
  }

  private ObjectNode add(
      ArrayNode rows, String of, Class<?> benchmark, Pair pair, String kind, int events) {
    ObjectNode row = new ObjectMapper().createObjectNode();
    String method = benchmark.getName() + ".run";
    Figure translated = figures.get(key(method, pair.toString(), kind));
    if (translated == null) {
      return row;
    }
    row.put("of", of).put("kind", kind).put("pair", pair.toString());
    put(row, "translated", translated.per(events));
    for (Contender floor : List.of(Contender.TREE, Contender.PASS)) {
      Figure figure = figures.get(key(method, floor.name(pair.from()), kind));
      if (figure != null) {
        String name = floor.name().toLowerCase(Locale.ROOT);
        put(row, name, figure.per(events));
        row.put("over " + name, rounded(translated.cpu() / figure.cpu()));
      }
    }
    rows.add(row);
    return row;
  }

  private static void put(ObjectNode row, String name, Figure figure) {
    row.putObject(name)
        .put("cpuNanos", rounded(figure.cpu()))
        .put("wallNanos", rounded(figure.wall()))
        .put("allocatedBytes", rounded(figure.bytes()));
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /** The lines as a table. */
  static String table(ArrayNode rows) {
    StringBuilder table = new StringBuilder();
    String line = "%-7s %-10s %-33s %10s %8s %10s %8s %10s %6s%n";
    table.append(
        String.format(
            Locale.ROOT,
            line,
            "one",
            "kind",
            "from->to",
            "CPU us",
            "x tree",
            "tree us",
            "bytes",
            "pass us",
            "x pass"));
    for (var row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              line,
              row.path("of").asText(),
              row.path("kind").asText(),
              row.path("pair").asText(),
              micros(row.path("translated").path("cpuNanos").asDouble()),
              ratio(row.path("over tree").asDouble()),
              micros(row.path("tree").path("cpuNanos").asDouble()),
              Math.round(row.path("translated").path("allocatedBytes").asDouble()),
              micros(row.path("pass").path("cpuNanos").asDouble()),
              ratio(row.path("over pass").asDouble())));
    }
    return table.toString();
  }

  private static String micros(double nanos) {
    return nanos == 0 ? "" : String.format(Locale.ROOT, "%.2f", nanos / 1_000);
  }

  private static String ratio(double ratio) {
    return ratio == 0 ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }
}
