package io.ailb.expose;

import io.ailb.observe.AnswerLost;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.Bug;
import io.ailb.observe.Listener;
import io.ailb.observe.PassedThrough;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.TakenOver;
import io.ailb.time.WallClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts everything that happens, by pool and endpoint, from start or reset on. Thread-safe. */
public final class Scoreboard implements Listener {
  private final WallClock clock;
  private final LongAdder takenOver = new LongAdder();
  private final LongAdder passedThrough = new LongAdder();
  private final LongAdder answersLost = new LongAdder();
  private final LongAdder bugs = new LongAdder();
  private final WarmUp warmUp = new WarmUp();
  private final Map<String, PoolTally> pools = new ConcurrentHashMap<>();

  public Scoreboard(WallClock clock) {
    this.clock = clock;
  }

  @Override
  public void attemptEnded(AttemptEnded event) {
    pool(event.pool()).count(event, clock);
  }

  @Override
  public void takenOver(TakenOver event) {
    takenOver.increment();
  }

  @Override
  public void requestEnded(RequestEnded event) {
    pool(event.pool()).count(event, clock.now());
  }

  @Override
  public void passedThrough(PassedThrough event) {
    passedThrough.increment();
  }

  @Override
  public void answerLost(AnswerLost event) {
    answersLost.increment();
  }

  @Override
  public void bug(Bug event) {
    bugs.increment();
  }

  PoolTally pool(String name) {
    PoolTally known = pools.get(name);
    return known != null ? known : pools.computeIfAbsent(name, created -> new PoolTally(warmUp));
  }

  void reset(String pool) {
    pools.remove(pool);
  }

  long takenOver() {
    return takenOver.sum();
  }

  long passedThrough() {
    return passedThrough.sum();
  }

  /** All figures of now. */
  public Stats stats(List<PoolView> views) {
    return new Stats(
        takenOver.sum(),
        passedThrough.sum(),
        answersLost.sum(),
        bugs.sum(),
        views.stream().map(this::stats).toList());
  }

  PoolStats stats(PoolView view) {
    PoolTally tally = pool(view.name());
    List<EndpointStats> endpoints =
        view.endpoints().stream()
            .map(endpoint -> stats(endpoint, tally.endpoint(endpoint.name())))
            .toList();
    return new PoolStats(
        view.name(),
        view.strategy(),
        tally.requests.sum(),
        tally.failures.sum(),
        tally.failovers.sum(),
        tally.rejected.sum(),
        view.endpoints().stream().mapToInt(EndpointView::inFlight).sum(),
        view.queued(),
        tally.queueWaitMillisP95(),
        tally.decisionMicrosP99(),
        tally.inputTokens.sum(),
        tally.outputTokens.sum(),
        tally.cost.sum(),
        endpoints);
  }

  EndpointStats stats(EndpointView view, Tally tally) {
    Tally.LastError lastError = tally.lastError();
    return new EndpointStats(
        view.name(),
        view.provider(),
        view.state().name(),
        view.available(),
        view.stateReason(),
        view.weight(),
        view.tier(),
        view.inFlight(),
        tally.requests.sum(),
        tally.translated.sum(),
        tally.failures.sum(),
        tally.rateLimited.sum(),
        tally.timeouts.sum(),
        tally.errorPercent(),
        view.consecutiveFailures(),
        view.used("rpm"),
        view.limit("rpm"),
        view.used("tpm"),
        view.limit("tpm"),
        view.used("rpd"),
        view.limit("rpd"),
        view.capacityPercent(),
        view.latencyMillis(50),
        view.latencyMillis(95),
        view.latencyMillis(99),
        view.firstByteMillis(95),
        tally.inputTokens.sum(),
        tally.outputTokens.sum(),
        view.inputEstimateErrorPercent(),
        tally.cost.sum(),
        lastError.message(),
        lastError.at(),
        tally.errorsByKind());
  }
}
