package io.ailb.benchmarks.chaos;

import io.ailb.benchmarks.chaos.Ending.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What came of a run. */
public final class Tally {
  private static final int MOST_SHOWN = 20;

  private final long seed;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private final Map<Integer, Integer> tries = new TreeMap<>();
  private final List<String> breaches = new ArrayList<>();
  private final List<Long> micros = new ArrayList<>();
  private final long began = System.nanoTime();
  private long answers;
  private long lefts;

  Tally(long seed) {
    this.seed = seed;
  }

  void add(Ask ask, Ending ending, List<Try> seen, Finding finding) {
    outcomes.merge(finding.outcome(), 1, Integer::sum);
    tries.merge(seen.size(), 1, Integer::sum);
    for (Try one : seen) {
      if (one.fault() != null) {
        faults.merge(one.fault(), 1, Integer::sum);
      }
    }
    micros.add(TimeUnit.NANOSECONDS.toMicros(ending.took().toNanos()));
    if (finding.breach() != null) {
      breaches.add(
          "seed %d, request %d: %s, %s\n  %s\n  %s\n  tries: %s\n  again: benchmarks/chaos --seed=%d --only=%d%s"
              .formatted(
                  seed,
                  ask.index(),
                  finding.outcome(),
                  finding.breach(),
                  ask,
                  ending,
                  seen,
                  seed,
                  ask.index(),
                  ask.jdk() ? " --jdk" : ""));
    }
    if (ending.kind() == Kind.ANSWER) {
      answers++;
    }
    if (ending.left() != null) {
      lefts++;
    }
  }

  /** Something that no single request is known to have done. */
  void breach(String what) {
    breaches.add("seed " + seed + ": " + what);
  }

  /** What must not be, each with how to see it again. */
  public List<String> breaches() {
    return breaches;
  }

  /** How many were made. */
  public int requests() {
    return micros.size();
  }

  /** Requests that ended in a whole answer. */
  public long answers() {
    return answers;
  }

  /** Requests whose callers had left before their end. */
  long lefts() {
    return lefts;
  }

  /** How often which. */
  public Map<String, Integer> outcomes() {
    return outcomes;
  }

  /** Faults that providers were asked for, by kind. */
  public Map<String, Integer> faults() {
    return faults;
  }

  @Override
  public String toString() {
    double seconds = (System.nanoTime() - began) / 1e9;
    StringBuilder text = new StringBuilder();
    section(text, "outcomes", outcomes);
    section(text, "faults met", faults);
    section(text, "tries of a request, as providers saw them", tries);
    List<Long> sorted = micros.stream().sorted().toList();
    text.append(
        String.format(
            Locale.ROOT,
            "%nseed %d: %,d requests in %.1f s, %.0f a second; p50 %s, p99 %s, longest %s%n",
            seed,
            requests(),
            seconds,
            requests() / seconds,
            millis(sorted, 0.5),
            millis(sorted, 0.99),
            millis(sorted, 1)));
    text.append(breaches.isEmpty() ? "nothing wrong\n" : breaches.size() + " BREACHES\n");
    breaches.stream().limit(MOST_SHOWN).forEach(one -> text.append('\n').append(one).append('\n'));
    return text.toString();
  }

  private static <K> void section(StringBuilder text, String title, Map<K, Integer> counts) {
    text.append(title).append('\n');
    counts.forEach(
        (what, count) -> text.append(String.format(Locale.ROOT, "%,9d  %s%n", count, what)));
  }

  private static String millis(List<Long> sorted, double share) {
    if (sorted.isEmpty()) {
      return "-";
    }
    int index = (int) Math.min(sorted.size() - 1L, (long) (share * sorted.size()));
    return Duration.ofNanos(sorted.get(index) * 1_000).toMillis() + " ms";
  }
}
