package io.ailb.benchmarks.scenarios;

import io.ailb.time.EventLoop;
import java.util.SplittableRandom;

/**
 * The pool and caller of the tutorial: it counts on success only, and gives up at once where nobody
 * seems to have capacity.
 */
final class TutorialPool implements Policy {
  private static final int TRIES = 3;
  private static final int ERRORS = 3;
  private static final double REST = 60;
  private static final double MINUTE = 60;
  private static final double DAY = 86_400;

  private final EventLoop loop;
  private final Server server;
  private final SplittableRandom dice;
  private final Slot[] slots;

  private static final class Slot {
    private final Endpoint endpoint;
    private double minute;
    private double minuteBegan;
    private double day;
    private double dayBegan;
    private int errors;
    private double lastError;

    private Slot(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    private double capacity(double t) {
      if (t - minuteBegan >= MINUTE) {
        minute = 0;
        minuteBegan = t;
      }
      if (t - dayBegan >= DAY) {
        day = 0;
        dayBegan = t;
      }
      double left = Math.min(1 - minute / endpoint.limit("rpm"), 1 - day / endpoint.limit("rpd"));
      return Math.max(0, Math.min(1, left));
    }

    private double share(double t) {
      boolean healthy = errors < ERRORS || t - lastError >= REST;
      return healthy ? capacity(t) * endpoint.weight() : 0;
    }

    private void failed(double t) {
      errors++;
      lastError = t;
    }
  }

  TutorialPool(Scenario scenario, long seed, EventLoop loop, Server server) {
    this.loop = loop;
    this.server = server;
    this.dice = new SplittableRandom(seed);
    this.slots = scenario.endpoints().stream().map(Slot::new).toArray(Slot[]::new);
  }

  @Override
  public void take(Job job) {
    attempt(job, 0);
  }

  private void attempt(Job job, int number) {
    int chosen = number < TRIES ? choose(loop.seconds()) : -1;
    if (chosen < 0) {
      job.over(false, loop.nanos());
    } else {
      server.send(chosen, job, reply -> answered(job, number, slots[chosen], reply));
    }
  }

  private int choose(double t) {
    double[] shares = new double[slots.length];
    double sum = 0;
    for (int i = 0; i < slots.length; i++) {
      shares[i] = slots[i].share(t);
      sum += shares[i];
    }
    double point = dice.nextDouble() * sum;
    for (int i = 0; i < slots.length; i++) {
      point -= shares[i];
      if (shares[i] > 0 && point < 0) {
        return i;
      }
    }
    return -1;
  }

  private void answered(Job job, int number, Slot slot, Reply reply) {
    if (reply.kind() == Reply.Kind.OK) {
      slot.errors = 0;
      slot.minute++;
      slot.day++;
      job.over(true, loop.nanos());
      return;
    }
    slot.failed(loop.seconds());
    boolean openAi = slot.endpoint.provider().equals("openai");
    switch (reply.kind()) {
      case LIMITED, DAY_LIMITED, TOO_LARGE -> {
        if (openAi) {
          slot.minute = slot.endpoint.limit("rpm");
          loop.inSeconds(1, () -> attempt(job, number + 1));
        } else {
          job.over(false, loop.nanos());
        }
      }
      case DOWN, ERROR -> loop.inSeconds(Math.pow(2, number), () -> attempt(job, number + 1));
      default -> job.over(false, loop.nanos());
    }
  }
}
