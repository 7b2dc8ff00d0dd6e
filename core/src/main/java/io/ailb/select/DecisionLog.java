package io.ailb.select;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why the latest requests of a pool went where they went. It is written only while somebody reads
 * it: from the first question until a while after the last. Before and after, one flag is looked at
 * and nothing is made. Thread-safe.
 */
public final class DecisionLog {
  /** So long after a question it is written, nanoseconds: time to look again, and again. */
  static final long KEPT = Duration.ofMinutes(10).toNanos();

  /** Requests it holds, as many as {@code recentDecisions} shows at most. */
  static final int MOST = 200;

  private volatile boolean on;
  private volatile long until;

  private final Map<String, List<Choice>> choices = // by request; guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Choice>> eldest) {
          return size() > MOST;
        }
      };

  /** Whether anybody wants to know. */
  public boolean isOn(long now) {
    return on && (now < until || end());
  }

  private synchronized boolean end() {
    on = false;
    choices.clear();
    return false;
  }

  /**
   * Somebody asks: what was written since the last time, by request.
   *
   * @return the choices for each request, in order; empty where it was not written until now
   */
  public synchronized Map<String, List<Choice>> ask(long now) {
    if (!isOn(now)) {
      until = now + KEPT;
      on = true;
      return Map.of();
    }
    until = now + KEPT;
    Map<String, List<Choice>> all = new LinkedHashMap<>();
    choices.forEach((request, made) -> all.put(request, List.copyOf(made)));
    return all;
  }

  /** A choice for a request. */
  public synchronized void note(String request, Choice choice) {
    if (on) {
      choices.computeIfAbsent(request, created -> new ArrayList<>(1)).add(choice);
    }
  }

  /** Requests that are held. */
  synchronized int size() {
    return choices.size();
  }
}
