package io.ailb.benchmarks.loopback;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What calls through ai-lb may cost, and whether they do. */
final class Budgets {
  private static final double CALL = 1.2;
  private static final double CPU = 1.3;
  private static final double FIRST_EVENT_MICROS = 20;

  private Budgets() {}

  /** A line for each budget of each contender of ours. */
  static List<String> lines(Set<Contender> contenders, Standing standing) {
    List<String> lines = new ArrayList<>();
    for (Contender ours : contenders) {
      if (!ours.isOurs()) {
        continue;
      }
      lines.add(most(7, ours, "call, x bare p50", standing.ratio(ours), CALL));
      for (Contender other : contenders) {
        Gateway gateway = other.gateway();
        if (gateway != null) {
          double times = standing.added(other) / Math.max(0.1, standing.added(ours));
          lines.add(
              line(
                  7,
                  ours,
                  "adds so many times less than " + gateway,
                  times,
                  ">= " + gateway.times(),
                  times >= gateway.times()));
        }
      }
      lines.add(
          most(8, ours, "CPU of a call with 64 threads, x bare", standing.cpuRatio(ours), CPU));
      lines.add(
          most(9, ours, "first event later by us", standing.firstAdded(ours), FIRST_EVENT_MICROS));
    }
    return lines;
  }

  private static String most(int number, Contender ours, String what, double is, double budget) {
    return line(number, ours, what, is, "<= " + budget, is <= budget);
  }

  private static String line(
      int number, Contender ours, String what, double is, String budget, boolean kept) {
    return String.format(
        Locale.ROOT,
        "budget %d, %s: %s: %.2f (%s): %s",
        number,
        ours.title(),
        what,
        is,
        budget,
        kept ? "kept" : "MISSED");
  }
}
