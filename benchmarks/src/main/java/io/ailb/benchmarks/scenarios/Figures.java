package io.ailb.benchmarks.scenarios;

import io.ailb.benchmarks.scenarios.Journal.Entry;
import io.ailb.benchmarks.scenarios.Scenario.Watch;
import io.ailb.benchmarks.scenarios.Simulation.Outcome;
import io.ailb.time.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/** What a run is judged by: figures by the names that targets use. */
final class Figures {
  /** How long a change has to hold, in seconds, and what counts as one. */
  private static final double HOLDS = 10;

  private static final double LEFT = 0.05;
  private static final double BACK = 0.5;

  private final Scenario scenario;
  private final List<Entry> attempts;
  private final List<Job> jobs;
  private final double requests;

  private Figures(Scenario scenario, Outcome outcome) {
    this.scenario = scenario;
    this.attempts = outcome.journal().attempts();
    this.jobs = outcome.journal().jobs();
    this.requests = jobs.size();
  }

  static Map<String, Double> of(Scenario scenario, Outcome outcome, Oracle oracle) {
    Figures figures = new Figures(scenario, outcome);
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("goodput_vs_oracle", figures.goodput(oracle));
    all.put(
        "429_per_1000", 1000 * figures.count(entry -> entry.kind().isLimit()) / figures.requests);
    all.put("failed_pct", 100 * figures.failed() / figures.requests);
    all.put("p99_s", figures.percentile(0.99));
    all.put("attempts_per_request", figures.attempts.size() / figures.requests);
    if (scenario.workload().arrivals() == null) {
      all.put("weight_distance", figures.weightDistance());
    }
    Watch watch = scenario.watch();
    if (watch != null) {
      all.put("wasted_on_sick", figures.wasted(watch));
      all.put("shift_s", figures.shift(watch));
      all.put("reuse_s", figures.reuse(watch));
    }
    if (scenario.budget() != null) {
      all.put("spent", outcome.spent());
    }
    return all;
  }

  private double count(Predicate<Entry> which) {
    return attempts.stream().filter(which).count();
  }

  private double failed() {
    return jobs.stream().filter(job -> !job.isGood()).count();
  }

  private double goodput(Oracle oracle) {
    if (scenario.budget() != null) {
      double value =
          jobs.stream()
              .filter(Job::isGood)
              .mapToDouble(job -> job.output * scenario.endpoints().get(job.servedBy).value())
              .sum();
      return value / oracle.value();
    }
    if (scenario.workload().arrivals() != null) {
      return jobs.stream().filter(Job::isGood).count() / oracle.ok();
    }
    long by = EventLoop.nanos(oracle.makespan());
    return jobs.stream().filter(job -> job.isGood() && job.endedAt() <= by).count() / requests;
  }

  /** Of good answers, from asking to the end. */
  private double percentile(double share) {
    double[] latencies =
        jobs.stream().filter(Job::isGood).mapToDouble(Job::latency).sorted().toArray();
    return latencies.length == 0
        ? Double.NaN
        : latencies[(int) Math.ceil(share * latencies.length) - 1];
  }

  private double weightDistance() {
    double weights = scenario.endpoints().stream().mapToDouble(Endpoint::weight).sum();
    double good = count(Entry::isGood);
    double distance = 0;
    for (int i = 0; i < scenario.endpoints().size(); i++) {
      int index = i;
      double share = count(entry -> entry.isGood() && entry.endpoint() == index) / good;
      distance += Math.abs(share - scenario.endpoints().get(i).weight() / weights);
    }
    return distance / 2;
  }

  private double wasted(Watch watch) {
    return count(
        entry ->
            entry.endpoint() == watch.endpoint()
                && entry.sentAt() >= watch.from()
                && entry.sentAt() < watch.to()
                && !entry.isGood()
                && !entry.kind().isLimit());
  }

  private double shift(Watch watch) {
    return seconds(
        watch.from(),
        from -> {
          double all = count(entry -> sent(entry, from));
          double there = count(entry -> sent(entry, from) && entry.endpoint() == watch.endpoint());
          return all > 0 && there <= LEFT * all;
        });
  }

  private double reuse(Watch watch) {
    double before = share(watch, 0, watch.from());
    return seconds(watch.to(), from -> share(watch, from, from + HOLDS) >= BACK * before);
  }

  private double share(Watch watch, double from, double to) {
    double all = count(entry -> succeeded(entry, from, to));
    double there =
        count(entry -> succeeded(entry, from, to) && entry.endpoint() == watch.endpoint());
    return all == 0 ? 0 : there / all;
  }

  private static boolean sent(Entry entry, double from) {
    return entry.sentAt() >= from && entry.sentAt() < from + HOLDS;
  }

  private static boolean succeeded(Entry entry, double from, double to) {
    return entry.isGood() && entry.endedAt() >= from && entry.endedAt() < to;
  }

  /** Whole seconds after {@code instant} until it holds. */
  private double seconds(double instant, DoublePredicate holds) {
    double end = attempts.stream().mapToDouble(Entry::sentAt).max().orElse(0) - HOLDS;
    for (int second = 0; instant + second <= end; second++) {
      if (holds.test(instant + second)) {
        return second;
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
