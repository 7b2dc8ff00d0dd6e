package io.ailb.expose;

import io.ailb.observe.AttemptEnded;
import io.ailb.observe.RequestEnded;
import io.ailb.time.Histogram;
import io.ailb.time.WallClock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one pool. Thread-safe. */
final class PoolTally {
  /** So many requests are remembered for {@code recentDecisions}. */
  private static final int RECENT = 200;

  final LongAdder requests = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder failovers = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder inputTokens = new LongAdder();
  final LongAdder outputTokens = new LongAdder();
  final DoubleAdder cost = new DoubleAdder();
  private final Map<String, Tally> endpoints = new ConcurrentHashMap<>();
  private final Deque<Decision> recent = new ArrayDeque<>(); // guarded by itself
  private final Histogram waitMillis = new Histogram(); // guarded by itself

  /** Of a microsecond; guarded by itself. */
  private final Histogram decisionTenths = new Histogram();

  private final Tries tries = new Tries();
  private final WarmUp warmUp;

  PoolTally(WarmUp warmUp) {
    this.warmUp = warmUp;
  }

  /** A request that ended, when, and which endpoints it tried. */
  record Decision(Instant at, RequestEnded event, List<String> tried) {}

  Tally endpoint(String name) {
    Tally known = endpoints.get(name);
    return known != null ? known : endpoints.computeIfAbsent(name, created -> new Tally());
  }

  void count(AttemptEnded event, WallClock clock) {
    endpoint(event.endpoint()).count(event, clock);
    tries.ended(event);
  }

  void count(RequestEnded event, Instant now) {
    requests.increment();
    if (event.attempts() > 1) {
      failovers.add(event.attempts() - 1);
    }
    inputTokens.add(event.usage().inputOrZero());
    outputTokens.add(event.usage().outputOrZero());
    if (event.cost() != 0) {
      cost.add(event.cost());
    }
    switch (event.result()) {
      case FAILURE -> failures.increment();
      case REJECTED -> rejected.increment();
      case SUCCESS, CLIENT_ERROR, ABANDONED, OBSERVED -> {}
    }
    Decision decision = new Decision(now, event, tries.of(event));
    synchronized (recent) {
      if (recent.size() == RECENT) {
        recent.removeFirst();
      }
      recent.addLast(decision);
    }
    if (event.waitedNanos() > 0) {
      synchronized (waitMillis) {
        waitMillis.record(TimeUnit.NANOSECONDS.toMillis(event.waitedNanos()));
      }
    }
    if (warmUp.isOver()) {
      synchronized (decisionTenths) {
        decisionTenths.record(event.decidedNanos() / 100);
      }
    }
  }

  /** The last {@code count}, newest first. */
  List<Decision> recent(int count) {
    synchronized (recent) {
      List<Decision> newest = new ArrayList<>();
      recent.descendingIterator().forEachRemaining(newest::add);
      return newest.subList(0, Math.max(0, Math.min(count, newest.size())));
    }
  }

  double queueWaitMillisP95() {
    synchronized (waitMillis) {
      return waitMillis.percentile(95);
    }
  }

  double decisionMicrosP99() {
    synchronized (decisionTenths) {
      long tenths = decisionTenths.percentile(99);
      return tenths < 0 ? -1 : tenths / 10.0;
    }
  }
}
