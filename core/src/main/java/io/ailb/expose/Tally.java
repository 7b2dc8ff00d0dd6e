package io.ailb.expose;

import io.ailb.model.ErrorClass.Blame;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.observe.AttemptEnded;
import io.ailb.time.WallClock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts of one endpoint. Thread-safe. */
final class Tally {
  final LongAdder requests = new LongAdder();
  final LongAdder translated = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder rateLimited = new LongAdder();
  final LongAdder timeouts = new LongAdder();
  final LongAdder inputTokens = new LongAdder();
  final LongAdder outputTokens = new LongAdder();
  final DoubleAdder cost = new DoubleAdder();
  private final Map<String, LongAdder> errorsByKind = new ConcurrentHashMap<>();
  private volatile @Nullable LastError lastError;

  /** The last error held against an endpoint. */
  record LastError(String message, Instant at) {}

  void count(AttemptEnded event, WallClock clock) {
    requests.increment();
    if (event.cost() != 0) {
      cost.add(event.cost());
    }
    if (event.outcome() instanceof Outcome.Answered answered) {
      count(answered.usage());
      if (event.reworded() != null && event.reworded().isTranslated()) {
        translated.increment();
      }
    } else if (event.outcome() instanceof Outcome.Abandoned abandoned) {
      count(abandoned.usage());
    } else if (event.outcome() instanceof Outcome.Failed failed) {
      count(failed.error(), clock.now());
    }
  }

  private void count(Usage usage) {
    inputTokens.add(usage.inputOrZero());
    outputTokens.add(usage.outputOrZero());
  }

  private void count(ErrorInfo error, Instant now) {
    Blame blame = error.kind().blame();
    if (blame == Blame.CALLER) {
      return;
    }
    errorsByKind.computeIfAbsent(error.kind().id(), kind -> new LongAdder()).increment();
    switch (error.kind()) {
      case RATE_LIMIT, RATE_LIMIT_DAILY, RATE_LIMIT_IMPOSSIBLE -> rateLimited.increment();
      case TIMEOUT -> {
        timeouts.increment();
        failures.increment();
      }
      default -> failures.increment();
    }
    lastError = new LastError(error.inWords(), now);
  }

  Map<String, Long> errorsByKind() {
    Map<String, Long> counts = new TreeMap<>();
    errorsByKind.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  /** The last error, or an empty one at the epoch. */
  LastError lastError() {
    LastError last = lastError;
    return last == null ? new LastError("", Instant.EPOCH) : last;
  }

  double errorPercent() {
    long all = requests.sum();
    return all == 0 ? 0 : Percent.of((double) failures.sum() / all);
  }
}
