package io.ailb.benchmarks.loopback;

import java.util.Locale;

/** What came of it, to be read. */
final class Tables {
  private final Standing standing;
  private final StringBuilder text = new StringBuilder();

  private Tables(Standing standing) {
    this.standing = standing;
  }

  static String of(Standing standing) {
    Tables tables = new Tables(standing);
    tables.calls();
    tables.throughput();
    tables.streams();
    return tables.text.toString();
  }

  private void calls() {
    head("one caller, us a call", "p50", "p90", "p99", "added p50", "x bare");
    for (Contender each : standing.contenders()) {
      row(
          each,
          figure("%.1f", standing.of(each, Load.ONE, Taken::p50)),
          figure("%.1f", standing.of(each, Load.ONE, Taken::p90)),
          figure("%.1f", standing.of(each, Load.ONE, Taken::p99)),
          beside(each, "%+.1f", standing.added(each)),
          beside(each, "%.2f", standing.ratio(each)));
    }
  }

  private void throughput() {
    head(
        "calls a second",
        "16 threads",
        "x bare",
        "64 threads",
        "x bare",
        "CPU us of all processes a call, 64 threads",
        "x bare");
    for (Contender each : standing.contenders()) {
      row(
          each,
          figure("%.0f", standing.of(each, Load.SIXTEEN, Taken::perSecond)),
          beside(each, "%.2f", standing.over(each, Load.SIXTEEN, Taken::perSecond)),
          figure("%.0f", standing.of(each, Load.SIXTY_FOUR, Taken::perSecond)),
          beside(each, "%.2f", standing.over(each, Load.SIXTY_FOUR, Taken::perSecond)),
          figure("%.1f", standing.of(each, Load.SIXTY_FOUR, Taken::cpu)),
          beside(each, "%.2f", standing.cpuRatio(each)));
    }
  }

  private void streams() {
    head(
        "streams, us",
        "first event p50",
        "p90",
        "p99",
        "added p50",
        "each event",
        "added",
        "CPU of all processes a stream, 16 threads",
        "x bare");
    for (Contender each : standing.contenders()) {
      row(
          each,
          figure("%.1f", standing.of(each, Load.STREAMS, Taken::p50)),
          figure("%.1f", standing.of(each, Load.STREAMS, Taken::p90)),
          figure("%.1f", standing.of(each, Load.STREAMS, Taken::p99)),
          beside(each, "%+.1f", standing.firstAdded(each)),
          figure("%.1f", standing.of(each, Load.STREAMS, Taken::event)),
          beside(each, "%+.1f", standing.eventAdded(each)),
          figure("%.0f", standing.of(each, Load.SIXTEEN_STREAMS, Taken::cpu)),
          beside(each, "%.2f", standing.over(each, Load.SIXTEEN_STREAMS, Taken::cpu)));
    }
  }

  private static String figure(String format, double figure) {
    return String.format(Locale.ROOT, format, figure);
  }

  /** What a bare client has none of. */
  private static String beside(Contender contender, String format, double figure) {
    return contender.isBare() ? "" : figure(format, figure);
  }

  private void head(String... cells) {
    line(cells);
    text.append("| --- ".repeat(cells.length)).append("|\n");
  }

  private void row(Contender contender, String... cells) {
    text.append("| ").append(contender.title()).append(' ');
    line(cells);
    if (contender.equals(last())) {
      text.append('\n');
    }
  }

  private Contender last() {
    return standing.contenders().stream().reduce((one, next) -> next).orElseThrow();
  }

  private void line(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
