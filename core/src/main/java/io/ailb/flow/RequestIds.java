package io.ailb.flow;

import java.util.concurrent.atomic.AtomicLong;

/** Short names for requests, each once per process. */
final class RequestIds {
  private static final AtomicLong NEXT = new AtomicLong();

  private RequestIds() {}

  static String next() {
    return Long.toString(NEXT.incrementAndGet(), 36);
  }
}
