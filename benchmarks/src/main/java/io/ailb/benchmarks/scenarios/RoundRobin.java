package io.ailb.benchmarks.scenarios;

import io.ailb.time.EventLoop;

/**
 * What most people write first: the endpoints in turn, and the next one at once where one fails, at
 * most three in all.
 */
final class RoundRobin implements Policy {
  private static final int TRIES = 3;

  private final EventLoop loop;
  private final Server server;
  private final int endpoints;
  private int turn;

  RoundRobin(Scenario scenario, long seed, EventLoop loop, Server server) {
    this.loop = loop;
    this.server = server;
    this.endpoints = scenario.endpoints().size();
  }

  @Override
  public void take(Job job) {
    int endpoint = turn++ % endpoints;
    server.send(endpoint, job, reply -> answered(job, reply));
  }

  private void answered(Job job, Reply reply) {
    boolean good = reply.kind() == Reply.Kind.OK;
    if (good || job.attempts == TRIES) {
      job.over(good, loop.nanos());
    } else {
      take(job);
    }
  }
}
