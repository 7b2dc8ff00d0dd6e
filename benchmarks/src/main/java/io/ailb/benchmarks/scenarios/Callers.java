package io.ailb.benchmarks.scenarios;

import io.ailb.benchmarks.scenarios.Workload.Arrivals;
import io.ailb.time.EventLoop;

/** Those who make the requests of a workload, in one run. */
final class Callers {
  private final Workload workload;
  private final Draws draws;
  private final EventLoop loop;
  private final Policy policy;
  private final Journal journal;
  private final double[] arrivals;
  private final int requests;
  private int next;
  private int over;

  Callers(Workload workload, Draws draws, EventLoop loop, Policy policy, Journal journal) {
    this.workload = workload;
    this.draws = draws;
    this.loop = loop;
    this.policy = policy;
    this.journal = journal;
    Arrivals own = workload.arrivals();
    this.arrivals = own == null ? new double[0] : own.draw(draws);
    this.requests = own == null ? workload.requests() : arrivals.length;
  }

  /** So many workers begin; with arrivals of their own, they come as they do. */
  void begin(int workers) {
    if (workload.arrivals() == null) {
      for (int worker = 0; worker < workers; worker++) {
        loop.in(0, this::work);
      }
    } else {
      awaitArrival();
    }
  }

  private void work() {
    if (next < requests) {
      // Through the loop, as a request that fails at once would otherwise nest in the one before.
      ask(() -> loop.in(0, this::work));
    }
  }

  private void awaitArrival() {
    if (next < requests) {
      loop.in(
          EventLoop.nanos(arrivals[next]) - loop.nanos(),
          () -> {
            ask(() -> {});
            awaitArrival();
          });
    }
  }

  private void ask(Runnable then) {
    int number = next++;
    long now = loop.nanos();
    Job job =
        new Job(
            number,
            workload.input(draws, number),
            workload.output(draws, number),
            workload.maxTokens(),
            now,
            Double.isFinite(workload.deadline())
                ? now + EventLoop.nanos(workload.deadline())
                : Long.MAX_VALUE,
            () -> {
              over++;
              then.run();
            });
    journal.job(job);
    policy.take(job);
  }

  boolean isOver() {
    return over == requests;
  }
}
