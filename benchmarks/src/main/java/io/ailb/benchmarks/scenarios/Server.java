package io.ailb.benchmarks.scenarios;

import io.ailb.time.EventLoop;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All providers of a scenario, and the account that pays for them. */
final class Server {
  private final EventLoop loop;
  private final Journal journal;
  private final List<Endpoint> endpoints;
  private final List<Provider> providers;
  private final double budget;
  private double spent;

  Server(Scenario scenario, Draws draws, EventLoop loop, Journal journal) {
    this.loop = loop;
    this.journal = journal;
    this.endpoints = scenario.endpoints();
    this.providers =
        endpoints.stream().map(e -> new Provider(e.server(), endpoints.indexOf(e), draws)).toList();
    Scenario.Budget stated = scenario.budget();
    this.budget = stated == null ? Double.POSITIVE_INFINITY : stated.amount();
  }

  double spent() {
    return spent;
  }

  /** An attempt under way. */
  final class Transmission {
    private final Job job;
    private final int endpoint;
    private final long sentAt;
    private final long answersAt;
    private @Nullable Consumer<Reply> receiver;

    private Transmission(
        Job job, int endpoint, long sentAt, long answersAt, Consumer<Reply> receiver) {
      this.job = job;
      this.endpoint = endpoint;
      this.sentAt = sentAt;
      this.answersAt = answersAt;
      this.receiver = receiver;
    }

    /** When the answer comes, of the event loop. */
    long answersAt() {
      return answersAt;
    }

    private void ends(Reply reply) {
      Consumer<Reply> waiting = receiver;
      if (waiting != null) {
        receiver = null;
        providers.get(endpoint).ended();
        if (reply.kind() == Reply.Kind.OK) {
          spent += endpoints.get(endpoint).cost(job.input, job.output);
          job.servedBy = endpoint;
        }
        journal.attempt(endpoint, sentAt, loop.nanos(), reply.kind());
        waiting.accept(reply);
      }
    }

    /** Hangs up: the provider stops working on it, and books nothing. */
    void cancel() {
      if (receiver != null) {
        receiver = reply -> {};
        ends(Reply.of(Reply.Kind.CANCELLED));
      }
    }
  }

  /** Sends a request to an endpoint; its answer goes to {@code receiver}, later. */
  Transmission send(int endpoint, Job job, Consumer<Reply> receiver) {
    job.attempts++;
    Provider.Plan plan = providers.get(endpoint).receive(job, loop.seconds(), spent >= budget);
    long delay = EventLoop.nanos(plan.after());
    long now = loop.nanos();
    Transmission sent = new Transmission(job, endpoint, now, now + delay, receiver);
    loop.in(delay, () -> sent.ends(plan.reply()));
    return sent;
  }
}
