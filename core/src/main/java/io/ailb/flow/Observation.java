package io.ailb.flow;

import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.select.Choice;
import io.ailb.select.Lease;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.select.Priority;
import io.ailb.select.Request;
import io.ailb.select.Tried;
import io.ailb.select.Urgency;

/**
 * What becomes of a request where ai-lb only watches: it is decided and counted who would be asked,
 * and the application's own request goes out as it came. Figures are "as if": of its answer nothing
 * is known, so that a request counts with its estimated tokens against limits, and against nobody's
 * health; who would have waited, or gone elsewhere after a failure, is not known either.
 */
final class Observation {
  private Observation() {}

  static void note(Engine engine, Destination destination, Request asked, Priority priority) {
    long now = engine.ticker().nanos();
    Pool pool = destination.pool();
    String id = RequestIds.next();
    Request request = asked.by(new Urgency(priority, now, Obstacle.UNKNOWN, true));
    Tried nobody = new Tried(destination.retries().perEndpoint());
    Lease lease = pool.reserve(request, nobody, false, now);
    Choice choice =
        lease != null
            ? lease.choice()
            : pool.decisions().isOn(now) ? pool.noChoice(request, nobody, now) : null;
    if (choice != null) {
      pool.decisions().note(id, choice);
    }
    long decided = engine.ticker().nanos() - now;
    if (lease != null) {
      Outcome outcome = new Outcome.Abandoned(Usage.NONE, true);
      lease.settle(outcome, now);
      engine
          .listener()
          .attemptEnded(
              new AttemptEnded(
                  id,
                  pool.settings().name(),
                  lease.endpoint().name(),
                  lease.model(),
                  1,
                  null,
                  outcome,
                  0));
    }
    engine
        .listener()
        .requestEnded(
            new RequestEnded(
                id,
                pool.settings().name(),
                lease == null ? null : lease.endpoint().name(),
                request.call().operation(),
                request.call().model(),
                lease == null ? Result.REJECTED : Result.OBSERVED,
                0,
                lease == null ? 0 : 1,
                Usage.NONE,
                0,
                0,
                decided,
                decided));
  }
}
