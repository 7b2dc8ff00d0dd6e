package io.ailb.agent.batch.screen;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Who gave which share of the answers, the largest first. */
final class Shares {
  private Shares() {}

  /**
   * Such as {@code one 66 %, two 34 %}; who finds no room is counted. Empty before any answer.
   *
   * @param room in characters
   */
  static String of(Map<String, Long> answers, int room) {
    long all = answers.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return "";
    }
    List<String> shares =
        answers.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(e -> "%s %.0f %%".formatted(e.getKey(), 100.0 * e.getValue() / all))
            .toList();
    String line = String.join(", ", shares);
    for (int shown = shares.size() - 1; line.length() > room && shown >= 0; shown--) {
      int others = shares.size() - shown;
      line =
          shown == 0
              ? Figures.count(others, "endpoint")
              : "%s and %d more".formatted(String.join(", ", shares.subList(0, shown)), others);
    }
    return line.length() > room ? "" : line;
  }
}
