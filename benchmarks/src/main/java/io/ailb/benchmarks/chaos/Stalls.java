package io.ailb.benchmarks.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that this JVM stood still: a collection, or a machine that had other work. Nobody could have
 * ended a request in it. Known by a thread that naps, and sees how much later it wakes.
 */
final class Stalls implements AutoCloseable {
  private static final long NAP = Duration.ofMillis(10).toNanos();

  /** Less is what everybody waits for a core now and then. */
  private static final long LEAST = Duration.ofMillis(50).toNanos();

  private final Thread thread = new Thread(this::watch, "stalls");
  private volatile boolean over;
  private volatile long total;

  private Stalls() {
    thread.setDaemon(true);
  }

  static Stalls watched() {
    Stalls stalls = new Stalls();
    stalls.thread.start();
    return stalls;
  }

  private void watch() {
    long before = System.nanoTime();
    long sum = 0;
    while (!over) {
      LockSupport.parkNanos(NAP);
      long now = System.nanoTime();
      long late = now - before - NAP;
      before = now;
      if (late > LEAST) {
        sum += late;
        total = sum;
      }
    }
  }

  /** So far, in nanoseconds. */
  long total() {
    return total;
  }

  @Override
  public void close() {
    over = true;
  }
}
