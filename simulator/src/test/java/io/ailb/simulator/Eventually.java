package io.ailb.simulator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again until something is so: for what another thread or process does in its own time. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Eventually() {}

  static <T> T get(Supplier<T> look, Predicate<T> so) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T seen = look.get();
    while (!so.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came to be so: " + seen);
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
      seen = look.get();
    }
    return seen;
  }
}
