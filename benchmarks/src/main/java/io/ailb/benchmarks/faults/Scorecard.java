package io.ailb.benchmarks.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The verdicts of a run. */
record Scorecard(List<Row> rows) {

  /** What came of one fault in one mode. */
  record Row(Variant variant, FaultCase fault, Mode mode, Judgement judgement) {}

  /** The verdicts of one variant by fault: of the two modes, the worse. */
  Map<Integer, Verdict> verdicts(Variant variant) {
    Map<Integer, Verdict> verdicts = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.variant().equals(variant)) {
        verdicts.merge(row.fault().number(), row.judgement().verdict(), Verdict::orWorse);
      }
    }
    return verdicts;
  }

  /** The verdicts of one variant and mode by fault. */
  Map<Integer, Verdict> verdicts(Variant variant, Mode mode) {
    List<Row> ofMode = rows.stream().filter(row -> row.mode() == mode).toList();
    return new Scorecard(ofMode).verdicts(variant);
  }

  /** How many faults had which verdict, as in {@code 12/0/4/0}. */
  String sum(Variant variant) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    verdicts(variant).values().forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
    List<String> figures = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      figures.add(String.valueOf(counts.getOrDefault(verdict, 0)));
    }
    return String.join("/", figures);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Variant variant : rows.stream().map(Row::variant).distinct().toList()) {
      text.append("%n%s%n".formatted(variant));
      text.append(
          rows.stream()
              .filter(row -> row.variant().equals(variant))
              .map(Scorecard::line)
              .collect(Collectors.joining()));
      text.append("pass/partial/safe/fail: %s%n".formatted(sum(variant)));
    }
    return text.toString();
  }

  private static String line(Row row) {
    boolean first = row.mode() == Mode.WHOLE;
    return "%2s  %-42s  %-8s  %-7s  %s%n"
        .formatted(
            first ? String.valueOf(row.fault().number()) : "",
            first ? row.fault().title() : "",
            row.mode().word(),
            row.judgement().verdict().word(),
            row.judgement().reason());
  }
}
