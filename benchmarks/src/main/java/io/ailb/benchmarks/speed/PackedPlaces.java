package io.ailb.benchmarks.speed;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The floor of a choice, for a few endpoints that are alike: two are drawn, the less loaded one
 * takes the call if its rates of requests and tokens allow. All that changes of an endpoint is
 * three words on a line of the cache of their own.
 */
final class PackedPlaces {
  private static final int STRIDE = 16;
  private static final int OPEN_UNTIL = 0;
  private static final int REQUESTS = 1;
  private static final int TOKENS = 2;
  private static final int IN_FLIGHT_BITS = 16;
  private static final long IN_FLIGHT = (1L << IN_FLIGHT_BITS) - 1;

  /** Rates are as good as endless, and still have to be computed with. */
  private static final long MICROS_PER_REQUEST = 1;

  private static final double NANOS_PER_TOKEN = 0.01;
  private static final long BURST_MICROS = 10_000_000;
  private static final long BURST_NANOS = 10_000_000_000L;

  private final int size;
  private final AtomicLongArray words;
  private final long origin = System.nanoTime();

  PackedPlaces(int size) {
    this.size = size;
    this.words = new AtomicLongArray((size + 1) * STRIDE);
  }

  /** Takes a place for a call that is expected to use so many tokens. */
  int reserve(long tokens) {
    long now = System.nanoTime() - origin;
    while (true) {
      int chosen = better(draw(), draw());
      if (now >= words.get(word(chosen, OPEN_UNTIL)) && isReserved(chosen, tokens, now)) {
        return chosen;
      }
    }
  }

  /** Gives it back, with what the call has used less than was expected. */
  void settle(int place, long unused) {
    long now = System.nanoTime() - origin;
    words.addAndGet(word(place, REQUESTS), -1);
    int word = word(place, TOKENS);
    long nanos = (long) (unused * NANOS_PER_TOKEN);
    long before = words.get(word);
    while (before > now && !words.compareAndSet(word, before, before - nanos)) {
      before = words.get(word);
    }
  }

  private static int word(int place, int which) {
    return (place + 1) * STRIDE + which;
  }

  private int draw() {
    return ThreadLocalRandom.current().nextInt(size);
  }

  private int better(int one, int other) {
    long load = words.get(word(one, REQUESTS)) & IN_FLIGHT;
    return (words.get(word(other, REQUESTS)) & IN_FLIGHT) < load ? other : one;
  }

  private boolean isReserved(int place, long tokens, long now) {
    int word = word(place, REQUESTS);
    long micros = now / 1_000;
    long before;
    long full;
    do {
      before = words.get(word);
      full = Math.max(micros, before >>> IN_FLIGHT_BITS) + MICROS_PER_REQUEST;
      if (full - micros > BURST_MICROS) {
        return false;
      }
    } while (!words.compareAndSet(
        word, before, full << IN_FLIGHT_BITS | ((before & IN_FLIGHT) + 1)));
    if (areTaken(word(place, TOKENS), tokens, now)) {
      return true;
    }
    words.addAndGet(word, -1);
    return false;
  }

  private boolean areTaken(int word, long tokens, long now) {
    while (true) {
      long before = words.get(word);
      long full = Math.max(now, before) + (long) (tokens * NANOS_PER_TOKEN);
      if (full - now > BURST_NANOS) {
        return false;
      }
      if (words.compareAndSet(word, before, full)) {
        return true;
      }
    }
  }
}
