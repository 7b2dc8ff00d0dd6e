package io.ailb.benchmarks.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The threads of a moment, to see later which have come and stayed. */
final class Threads {
  /**
   * Those of OkHttp and of the JDK, which end by themselves after a minute or with their client, or
   * live as long as the JVM. The simulator is driven by a JDK client, too.
   */
  private static final List<String> OTHERS =
      List.of(
          "OkHttp TaskRunner",
          "Okio Watchdog",
          "HttpClient-",
          "ForkJoinPool.commonPool",
          "CompletableFutureDelayScheduler",
          "process reaper",
          "RMI ");

  private final Set<Thread> before = alive();

  private static Set<Thread> alive() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /** Names of those that were not there. */
  List<String> more() {
    return alive().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }
}
