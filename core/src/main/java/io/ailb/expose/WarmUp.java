package io.ailb.expose;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first requests of a process: the JVM loads and compiles what they need, which takes far
 * longer than the decisions themselves, and says nothing about those to come. Thread-safe.
 */
final class WarmUp {
  private static final int REQUESTS = 500;

  private final AtomicInteger left = new AtomicInteger(REQUESTS);

  /** Asked once a request. */
  boolean isOver() {
    return left.get() == 0 || left.getAndUpdate(n -> Math.max(0, n - 1)) == 0;
  }
}
