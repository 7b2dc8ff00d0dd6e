package io.ailb.examples;

import io.ailb.expose.EndpointMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The demo's live table. On a terminal it stays in its place; elsewhere, it is printed anew with
 * each step of the story only. No colour where nobody wants it.
 */
final class Screen {
  private static final int WIDTH = 10;

  /** Columns of a row before its reason. */
  private static final int ROW = 109;

  private static final int REASON = 40;

  private final PrintStream out;
  private final boolean live;
  private final boolean colour;
  private final int reason;
  private int lines;
  private final Map<String, Long> served = new HashMap<>();
  private final Map<String, Long> servedBefore = new HashMap<>();

  /**
   * A screen.
   *
   * @param columns of the terminal; 0 = there is none
   */
  Screen(PrintStream out, int columns, boolean colour) {
    this.out = out;
    // A line that wraps would not be drawn over by the next table.
    this.live = columns >= ROW;
    this.reason = live ? Math.min(REASON, columns - ROW) : REASON;
    this.colour = live && colour;
  }

  /** One row of the table. */
  record Row(
      String name,
      String state,
      String reason,
      double capacityPercent,
      int inFlight,
      long requests,
      long served,
      long translated,
      long rateLimited,
      long failures) {

    static Row of(String name, EndpointMXBean bean) throws IOException {
      long requests = bean.getRequestsTotal();
      long failures = bean.getFailuresTotal();
      long limited = bean.getRateLimitedTotal();
      return new Row(
          name,
          bean.getState(),
          bean.getStateReason(),
          bean.getCapacityPercent(),
          bean.getInFlight(),
          requests,
          requests - failures - limited,
          bean.getTranslatedTotal(),
          limited,
          failures);
    }
  }

  /** Tells the next step of the story; the table goes on below it, and shares begin anew. */
  void tell(int second, String step) {
    lines = 0;
    served.forEach((name, count) -> servedBefore.put(name, count));
    out.printf(Locale.ROOT, "%n%s %s%n", bold(String.format(Locale.ROOT, "%3d s", second)), step);
  }

  /**
   * Draws the table: on a terminal each time, in the place of the last one; elsewhere only at the
   * end of a step.
   */
  void draw(List<Row> rows, boolean endOfStep) {
    rows.forEach(row -> served.put(row.name, row.served));
    if (!live && !endOfStep) {
      return;
    }
    StringBuilder text = new StringBuilder();
    if (live && lines > 0) {
      text.append("\u001b[").append(lines).append("A");
    }
    text.append(
        line(
            String.format(
                Locale.ROOT,
                "      %-17s %-10s %8s %9s %8s %10s %8s %7s  share",
                "endpoint",
                "state",
                "capacity",
                "in flight",
                "served",
                "translated",
                "429s",
                "errors")));
    long total = rows.stream().mapToLong(this::sinceStep).sum();
    for (Row row : rows) {
      text.append(line(row(row, total)));
    }
    lines = rows.size() + 1;
    out.print(text);
    out.flush();
  }

  private long sinceStep(Row row) {
    return row.served - servedBefore.getOrDefault(row.name, 0L);
  }

  private String row(Row row, long total) {
    double share = total == 0 ? 0 : (double) sinceStep(row) / total;
    return String.format(
        Locale.ROOT,
        "      %-17s %s %7.0f%% %9d %8d %10d %8d %7d  %s %2.0f%%  %s",
        row.name,
        coloured(row.state, String.format(Locale.ROOT, "%-10s", row.state)),
        row.capacityPercent,
        row.inFlight,
        row.served,
        row.translated,
        row.rateLimited,
        row.failures,
        bar(share),
        100 * share,
        shortened(row.reason));
  }

  private String shortened(String text) {
    if (text.length() <= reason) {
      return text;
    }
    return reason <= 3 ? "" : text.substring(0, reason - 3) + "...";
  }

  private String line(String text) {
    return text.stripTrailing() + (live ? "\u001b[K\n" : "\n");
  }

  private static String bar(double share) {
    int full = (int) Math.round(share * WIDTH);
    return "#".repeat(full) + ".".repeat(WIDTH - full);
  }

  private String bold(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  private String coloured(String state, String text) {
    if (!colour) {
      return text;
    }
    Map<String, Integer> colours =
        new TreeMap<>(Map.of("READY", 32, "BUSY", 32, "HALF_OPEN", 33, "COOLING", 33, "OPEN", 31));
    return "\u001b[" + colours.getOrDefault(state, 37) + "m" + text + "\u001b[0m";
  }
}
