package io.ailb.simulator.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The latest requests of all endpoints, and the leaks. Thread-safe. */
public final class RequestLog {
  private static final int MOST_LEAKS = 10_000;

  private final int capacity;
  private final LongSupplier nanos;
  private final long start;
  private final ArrayDeque<Visit> visits = new ArrayDeque<>(); // guarded by this
  private final List<Leak> leaks = new ArrayList<>(); // guarded by this
  private long lastNumber; // guarded by this

  /**
   * @param capacity of more requests than that only the latest are kept
   */
  public RequestLog(int capacity, LongSupplier nanos) {
    this.capacity = capacity;
    this.nanos = nanos;
    start = nanos.getAsLong();
  }

  /** A request has come. */
  public synchronized Visit arrived(Arrival arrival, Consumer<Visit> whenEnded) {
    lastNumber++;
    Visit visit = new Visit(lastNumber, arrival, () -> nanos.getAsLong() - start, whenEnded);
    if (visits.size() == capacity) {
      visits.remove();
    }
    visits.add(visit);
    return visit;
  }

  public synchronized void leaked(Leak leak) {
    if (leaks.size() < MOST_LEAKS) {
      leaks.add(leak);
    }
  }

  public synchronized List<Leak> leaks() {
    return List.copyOf(leaks);
  }

  /**
   * The requests in the order of their arrival.
   *
   * @param endpoint only those of one endpoint, or null for all
   */
  public List<LogEntry> entries(@Nullable String endpoint) {
    List<Visit> all;
    synchronized (this) {
      all = List.copyOf(visits);
    }
    return all.stream()
        .filter(visit -> endpoint == null || visit.endpoint().equals(endpoint))
        .map(Visit::entry)
        .toList();
  }

  /** Forgets requests and leaks; the numbers go on. */
  public synchronized void clear() {
    visits.clear();
    leaks.clear();
  }
}
