package io.ailb.benchmarks.soak;

import io.ailb.benchmarks.soak.Trend.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What the second half of a run says; by then all classes are loaded and all caches warm. A line is
 * laid through what was measured, and where it rises by more than its bound, even if it is taken
 * two standard deviations lower, something grows.
 */
final class Verdict {
  /** Throughput may fall so far: who is given a steady load has to keep up with it. */
  private static final double FALL = 0.05;

  /**
   * Whoever leaves something behind with each request leaves an object, and none is smaller than 16
   * bytes. The rest is what a JVM does for itself in such a time: profiles, caches, buffers.
   */
  private static final double BYTES_A_REQUEST = 16;

  private static final double BYTES_OF_THE_JVM = 256 << 10;

  /** Of any class of ai-lb: one object for a thousand requests, and a few for what is rare. */
  private static final double OBJECTS_A_REQUEST = 0.001;

  private static final double RARE_OBJECTS = 10;

  /** Entries of maps and queues are also the JDK's and the clients', which have caches. */
  private static final double ENTRIES_A_REQUEST = 0.01;

  private static final double ENTRIES_OF_CACHES = 250;

  /** Connections and the threads of pools come and go. */
  private static final double FEW = 8;

  private static final long MOST_KEPT = 100_000;

  private final List<String> lines = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Verdict() {}

  /**
   * Judges.
   *
   * @param rate of requests that was asked for, a second
   */
  static Verdict of(List<Sample> all, double rate) {
    double half = all.get(all.size() - 1).seconds() / 2;
    List<Sample> second = all.stream().filter(sample -> sample.seconds() >= half).toList();
    List<Sample> quiet = second.stream().filter(Sample::quiet).toList();
    double requests = rate * half;
    Verdict verdict = new Verdict();
    verdict.falls(second.stream().filter(sample -> !Double.isNaN(sample.rate())).toList());
    verdict.rises(
        "live heap",
        "KB",
        trend(quiet, sample -> sample.live() / 1024.0),
        (BYTES_OF_THE_JVM + BYTES_A_REQUEST * requests) / 1024);
    verdict.rises("threads", "", trend(quiet, Sample::threads), FEW);
    verdict.rises("sockets", "", trend(quiet, Sample::sockets), FEW);
    verdict.rises(
        "entries of maps and queues",
        "",
        trend(quiet, Sample::entries),
        ENTRIES_OF_CACHES + ENTRIES_A_REQUEST * requests);
    verdict.classes(quiet, RARE_OBJECTS + OBJECTS_A_REQUEST * requests);
    return verdict;
  }

  private static Trend trend(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Trend.of(
        samples.stream()
            .map(sample -> new Point(sample.seconds(), figure.applyAsDouble(sample)))
            .toList());
  }

  private void falls(List<Sample> busy) {
    Trend trend = trend(busy, Sample::rate);
    judge(
        line("throughput", "/s", trend, -FALL * trend.mean()),
        trend.surelyFallen() > FALL * trend.mean());
  }

  private void rises(String what, String unit, Trend trend, double bound) {
    judge(line(what, unit, trend, bound), trend.surely() > bound);
  }

  /** Each class alone; only what fails is worth a line, and the one that has grown most. */
  private void classes(List<Sample> quiet, double bound) {
    TreeSet<String> types = new TreeSet<>();
    quiet.forEach(sample -> types.addAll(sample.ours().types()));
    types.removeAll(List.of(Sample.KEPT, Sample.KEEPER));
    String most = "";
    double growth = Double.NEGATIVE_INFINITY;
    for (String type : types) {
      Trend trend = trend(quiet, sample -> sample.ours().of(type));
      String line = line(type, "", trend, bound);
      if (trend.surely() > bound) {
        judge(line, true);
      } else if (trend.growth() > growth) {
        growth = trend.growth();
        most = line;
      }
    }
    lines.add(types.size() + " classes of ai-lb; of those that pass, the most has grown:");
    lines.add(most);
    long kept = quiet.stream().mapToLong(Sample::kept).max().orElse(0);
    String line = String.format(Locale.ROOT, "ids kept on purpose: %d (at most 100,000)", kept);
    judge(line, kept > MOST_KEPT);
  }

  private static String line(String what, String unit, Trend trend, double bound) {
    return String.format(
        Locale.ROOT,
        "%s: %.1f%s, %+.1f%s (± %.1f) over the second half, bound %+.1f",
        what,
        trend.mean(),
        unit,
        trend.growth(),
        unit,
        trend.error(),
        bound);
  }

  private void judge(String line, boolean fails) {
    lines.add(line + (fails ? "  FAILED" : ""));
    if (fails) {
      failures.add(line);
    }
  }

  /** What has grown, or fallen. */
  List<String> failures() {
    return failures;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
