package io.ailb.benchmarks.scale;

import io.ailb.benchmarks.soak.ClassHistogram;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What the heap held at a moment, to see what there is more of since: what that retains. */
final class Heap {
  private static final int SHOWN = 20;
  private static final long PAUSE = Duration.ofMillis(50).toNanos();
  private static final long NOISE = 2_000;

  private final ClassHistogram classes;
  private final long used;

  /** Of now. */
  Heap() {
    classes = ClassHistogram.take(); // first, as it takes room itself
    used = used();
  }

  /** After collections, until the next one frees nothing more: timers and cleaners have threads. */
  private static long used() {
    long least = Long.MAX_VALUE;
    for (int same = 0; same < 3; same++) {
      System.gc();
      LockSupport.parkNanos(PAUSE);
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      if (used < least - NOISE) {
        least = used;
        same = 0;
      }
    }
    return least;
  }

  /** Bytes more. */
  long more() {
    return used() - used;
  }

  /** The classes that have the most of it: bytes and objects for each of so many. */
  List<String> classes(int count) {
    ClassHistogram now = ClassHistogram.take();
    return now.types().stream()
        .sorted(
            Comparator.comparingLong((String type) -> classes.bytes(type) - now.bytes(type))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .map(
            type ->
                String.format(
                    Locale.ROOT,
                    "    %8.1f B  %6.2f  %s",
                    (now.bytes(type) - classes.bytes(type)) / (double) count,
                    (now.instances(type) - classes.instances(type)) / (double) count,
                    type))
        .toList();
  }
}
