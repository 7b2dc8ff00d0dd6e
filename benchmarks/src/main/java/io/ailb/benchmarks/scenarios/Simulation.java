package io.ailb.benchmarks.scenarios;

import io.ailb.time.EventLoop;
import java.time.Instant;

/** One run: a scenario, so many workers, one seed, one policy. */
final class Simulation {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");

  /** In virtual seconds; longer than any limit lasts. */
  private static final double FOR_EVER = 30 * 86_400;

  private Simulation() {}

  /**
   * Runs it to its end.
   *
   * @param workers ignored where callers come of their own accord
   * @param seed of the requests and of the providers' luck
   * @param dice seed of the policy's own choices
   */
  static Outcome run(Scenario scenario, int workers, long seed, long dice, Policy.Maker maker) {
    long began = System.nanoTime();
    Draws draws = new Draws(seed);
    EventLoop loop = new EventLoop(start(scenario));
    Journal journal = new Journal();
    Server server = new Server(scenario, draws, loop, journal);
    Policy policy = maker.make(scenario, dice, loop, server);
    Callers callers = new Callers(scenario.workload(), draws, loop, policy, journal);
    callers.begin(workers);
    while (!callers.isOver()) {
      if (!loop.next() || loop.seconds() > FOR_EVER) {
        throw new IllegalStateException(scenario.id() + ": some requests never end");
      }
    }
    if (policy.held() != 0) {
      throw new IllegalStateException(scenario.id() + ": " + policy.held() + " places are lost");
    }
    return new Outcome(journal, server.spent(), loop.happened(), System.nanoTime() - began);
  }

  /** Budgets are by the day: it ends when the horizon does. */
  private static Instant start(Scenario scenario) {
    Scenario.Budget budget = scenario.budget();
    return budget == null ? MIDNIGHT : MIDNIGHT.minusNanos(EventLoop.nanos(budget.horizon()));
  }

  /** What came of it. */
  record Outcome(Journal journal, double spent, long events, long nanos) {}
}
