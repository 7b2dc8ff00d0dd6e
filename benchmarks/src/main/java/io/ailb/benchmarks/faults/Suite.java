package io.ailb.benchmarks.faults;

import io.ailb.benchmarks.faults.Scorecard.Row;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.dialect.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Runs the sixteen in all variants at once, each fault and mode on a pool of its own, so that the
 * longest of them is as long as all.
 */
final class Suite implements AutoCloseable {
  /** After its time a request is given this much before it is called a hang and cut off. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** From the beginning of one to that of the next: two cores answer no more at once. */
  private static final long SPREAD = TimeUnit.MILLISECONDS.toNanos(30);

  private final Times times;
  private final SimulatedEndpoint spare;
  private final List<Arena> arenas = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Suite(Simulator simulator, Times times, Draw draw, List<Variant> variants) {
    this.times = times;
    for (Variant variant : variants) {
      List<FaultCase> faults =
          variant.elsewhere() ? Sixteen.elsewhere(times, draw) : Sixteen.with(times, draw);
      for (FaultCase fault : faults) {
        for (Mode mode : Mode.values()) {
          arenas.add(new Arena(simulator, variant, fault, mode, draw));
        }
      }
    }
    spare =
        simulator.start(
            EndpointSpec.builder("spare-" + arenas.size(), Provider.OPENAI)
                .keys(List.of(Caller.OWN_KEY))
                .keepBodies(true)
                .build());
    simulator.resetLog();
  }

  /** The load balancer's configuration. */
  String configuration() {
    StringBuilder text = new StringBuilder("pools:\n");
    arenas.forEach(arena -> text.append(arena.configuration(times)));
    return text.toString();
  }

  /**
   * Plays everything, with a balanced client of each kind. Judged is at the end, when whoever still
   * asks a provider has had the time to show it.
   *
   * @param ledger what the load balancer counts in a pool
   */
  List<Row> run(Map<Variant.Client, Caller> callers, Function<String, Evidence.Books> ledger)
      throws InterruptedException {
    callers.values().forEach(this::warm);
    Map<Arena, Future<List<Experience>>> playing = new HashMap<>();
    long begins = System.nanoTime();
    for (Arena arena : longestFirst()) {
      Caller caller = callers.get(arena.variant.client());
      if (caller == null) {
        throw new IllegalArgumentException("no client " + arena.variant.client());
      }
      begins += SPREAD;
      waitUntil(begins);
      playing.put(arena, threads.submit(() -> play(arena, caller)));
    }
    List<Row> rows = new ArrayList<>();
    Map<Arena, List<Experience>> played = new HashMap<>();
    for (Map.Entry<Arena, Future<List<Experience>>> one : playing.entrySet()) {
      try {
        played.put(one.getKey(), one.getValue().get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("the suite itself is broken", e);
      }
    }
    for (Arena arena : arenas) {
      List<Experience> experiences = played.getOrDefault(arena, List.of());
      Evidence evidence = arena.evidence(experiences, ledger.apply(arena.pool));
      rows.add(new Row(arena.variant, arena.fault, arena.mode, Judge.judge(arena.fault, evidence)));
    }
    return rows;
  }

  /** Those that ask for seconds begin at once, or everybody would wait for the last of them. */
  private List<Arena> longestFirst() {
    return arenas.stream()
        .sorted(
            Comparator.comparing(
                (Arena arena) -> arena.fault.every().multipliedBy(-arena.fault.requests())))
        .toList();
  }

  /** A client's first answers take seconds, which are nobody's fault; outside all pools. */
  private void warm(Caller caller) {
    for (Mode mode : Mode.values()) {
      Experience first = caller.ask(spare.baseUrl(), mode, 0);
      if (first.ending() != Experience.Ending.SUCCESS) {
        throw new IllegalStateException("no answer without a fault: " + first);
      }
    }
  }

  private List<Experience> play(Arena arena, Caller caller)
      throws InterruptedException, ExecutionException {
    FaultCase fault = arena.fault;
    List<Experience> experiences = new ArrayList<>();
    arena.begin();
    long began = System.nanoTime();
    for (int request = 1; request <= fault.requests(); request++) {
      waitUntil(began + (request - 1) * fault.every().toNanos());
      experiences.add(ask(arena, caller, request));
    }
    return experiences;
  }

  private Experience ask(Arena arena, Caller caller, int request)
      throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    Future<Experience> asked =
        threads.submit(() -> caller.ask(arena.baseUrl(), arena.mode, request));
    Duration most = arena.fault.bound(arena.mode).plus(GRACE);
    try {
      Experience experience = asked.get(most.toMillis(), TimeUnit.MILLISECONDS);
      return experience.after(Duration.ofNanos(System.nanoTime() - began));
    } catch (TimeoutException e) {
      asked.cancel(true);
      return Experience.hang(most);
    }
  }

  private static void waitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
