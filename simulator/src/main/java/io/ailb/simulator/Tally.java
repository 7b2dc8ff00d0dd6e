package io.ailb.simulator;

import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.limit.MinuteWatch;
import io.ailb.simulator.limit.Peaks;
import io.ailb.simulator.log.Visit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts for one endpoint. Thread-safe. */
final class Tally {
  private final @Nullable Limits limits;
  private final long start;
  private final LongAdder requests = new LongAdder();
  private final LongAdder admitted = new LongAdder();
  private final LongAdder limited = new LongAdder();
  private final LongAdder leaks = new LongAdder();
  private final LongAdder tokensIn = new LongAdder();
  private final LongAdder tokensOut = new LongAdder();
  private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
  private final Map<String, MinuteWatch> watches = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger maxInFlight = new AtomicInteger();

  /**
   * @param limits what the peaks are compared with
   * @param start from which the fixed minutes are counted
   */
  Tally(@Nullable Limits limits, long start) {
    this.limits = limits;
    this.start = start;
  }

  void arrived() {
    requests.increment();
    maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
  }

  void ended(Visit visit) {
    inFlight.decrementAndGet();
    Integer status = visit.status();
    byStatus.computeIfAbsent(status == null ? 0 : status, s -> new LongAdder()).increment();
  }

  void asked(String keyName, long chargedTokens, long now) {
    watches.computeIfAbsent(keyName, k -> new MinuteWatch(limits, start)).saw(chargedTokens, now);
  }

  void admitted(long input, long output) {
    admitted.increment();
    tokensIn.add(input);
    tokensOut.add(output);
  }

  void limited() {
    limited.increment();
  }

  void leaked() {
    leaks.increment();
  }

  EndpointStats stats(String endpoint) {
    Map<Integer, Long> statuses = new TreeMap<>();
    byStatus.forEach((status, count) -> statuses.put(status, count.sum()));
    Map<String, Peaks> peaks = new TreeMap<>();
    watches.forEach((key, watch) -> peaks.put(key, watch.peaks()));
    return new EndpointStats(
        endpoint,
        requests.sum(),
        admitted.sum(),
        limited.sum(),
        statuses,
        leaks.sum(),
        inFlight.get(),
        maxInFlight.get(),
        tokensIn.sum(),
        tokensOut.sum(),
        peaks);
  }
}
