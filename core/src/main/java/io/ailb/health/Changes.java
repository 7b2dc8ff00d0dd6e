package io.ailb.health;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often something came up that can keep calls away, at all endpoints together: a pause, an open
 * breaker, an order. Who found nothing in a call's way need not look again before the next of them;
 * they are rare, and calls are not. Thread-safe.
 */
public final class Changes {
  private final AtomicInteger soFar = new AtomicInteger();

  /** So many so far; starts anew after very many. */
  public int soFar() {
    return soFar.get();
  }

  /** One has come up, and can be seen from now on. */
  public void happened() {
    soFar.incrementAndGet();
  }
}
