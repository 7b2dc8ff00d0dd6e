package io.ailb.benchmarks.scenarios;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Figures beside each other, for people. */
final class Table {
  private static final Map<String, String> HEADS = new LinkedHashMap<>();

  static {
    HEADS.put("goodput_vs_oracle", "goodput");
    HEADS.put("429_per_1000", "429/1000");
    HEADS.put("failed_pct", "failed %");
    HEADS.put("p99_s", "p99 s");
    HEADS.put("attempts_per_request", "attempts");
  }

  private static final Map<String, String> ALSO =
      Map.of(
          "weight_distance",
          "weight distance",
          "wasted_on_sick",
          "wasted",
          "shift_s",
          "shift s",
          "reuse_s",
          "reuse s",
          "spent",
          "spent");

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void head() {
    List<String> cells = new ArrayList<>(List.of("scenario", "policy"));
    cells.addAll(HEADS.values());
    cells.add("also");
    line(cells);
  }

  /**
   * A policy's figures, or those of several seeds; an exclamation mark where a target is missed.
   */
  void row(String run, String policy, List<Map<String, Double>> seeds, List<Target> targets) {
    List<String> cells = new ArrayList<>(List.of(run, policy));
    for (String figure : HEADS.keySet()) {
      cells.add(cell(figure, seeds, targets));
    }
    List<String> also = new ArrayList<>();
    for (String figure : seeds.get(0).keySet()) {
      if (!HEADS.containsKey(figure)) {
        also.add(ALSO.getOrDefault(figure, figure) + " " + cell(figure, seeds, targets));
      }
    }
    cells.add(String.join(", ", also));
    line(cells);
  }

  void targets(String run, List<Target> targets) {
    List<String> cells = new ArrayList<>(List.of(run, "target"));
    Map<String, String> stated = new LinkedHashMap<>();
    for (Target target : targets) {
      stated.put(
          target.figure(),
          (target.least() ? ">= " : "<= ") + number(target.figure(), target.bound()));
    }
    for (String figure : HEADS.keySet()) {
      cells.add(stated.getOrDefault(figure, ""));
    }
    List<String> also = new ArrayList<>();
    stated.forEach(
        (figure, bound) -> {
          if (!HEADS.containsKey(figure)) {
            also.add(ALSO.getOrDefault(figure, figure) + " " + bound);
          }
        });
    cells.add(targets.isEmpty() ? "no target" : String.join(", ", also));
    line(cells);
  }

  private static String cell(String figure, List<Map<String, Double>> seeds, List<Target> targets) {
    List<Double> values = new ArrayList<>();
    boolean missed = false;
    for (Map<String, Double> figures : seeds) {
      @Nullable Double value = figures.get(figure);
      values.add(Objects.requireNonNullElse(value, Double.NaN));
      for (Target target : targets) {
        missed |= target.figure().equals(figure) && !target.isMet(value);
      }
    }
    double least = values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
    double most = values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
    String text = number(figure, least);
    if (values.size() > 1) {
      text += ".." + number(figure, most);
    }
    return text + (missed ? "!" : "");
  }

  private static String number(String figure, double value) {
    if (Double.isInfinite(value)) {
      return "never";
    }
    String format =
        switch (figure) {
          case "goodput_vs_oracle", "attempts_per_request", "weight_distance" -> "%.3f";
          case "wasted_on_sick", "shift_s", "reuse_s" -> "%.0f";
          case "p99_s", "spent", "failed_pct" -> "%.2f";
          default -> "%.1f";
        };
    return String.format(Locale.ROOT, format, value);
  }

  private void line(List<String> cells) {
    int wide = 15;
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%-30s %-12s", cells.get(0), cells.get(1)));
    for (int i = 2; i < cells.size() - 1; i++) {
      line.append(String.format(Locale.ROOT, " %" + wide + "s", cells.get(i)));
    }
    out.println(line.append("  ").append(cells.get(cells.size() - 1)).toString().stripTrailing());
  }

  /** Who got how much: attempts of each endpoint by how they ended. */
  void shares(Scenario scenario, Journal journal) {
    for (int i = 0; i < scenario.endpoints().size(); i++) {
      Map<Reply.Kind, Long> kinds = new EnumMap<>(Reply.Kind.class);
      for (Journal.Entry entry : journal.attempts()) {
        if (entry.endpoint() == i) {
          kinds.merge(entry.kind(), 1L, Long::sum);
        }
      }
      out.println("    " + scenario.endpoints().get(i).name() + " " + kinds);
    }
  }
}
