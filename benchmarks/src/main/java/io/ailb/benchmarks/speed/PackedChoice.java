package io.ailb.benchmarks.speed;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The floor: nothing but what has to happen. All that changes of an endpoint is three words on a
 * line of the cache of their own. Two endpoints are drawn by weight from an alias table, and the
 * less loaded takes the call. No reload, no learning, no strategy, no names.
 */
final class PackedChoice implements Work {
  /** Words of an endpoint, so far apart that neighbours do not disturb each other. */
  private static final int STRIDE = 16;

  /** Until when it is open; what is healthy is only read. */
  private static final int OPEN_UNTIL = 0;

  /** When its bucket of requests is full again, in microseconds, and calls under way below that. */
  private static final int REQUESTS = 1;

  /** When its bucket of tokens is full again, in nanoseconds. */
  private static final int TOKENS = 2;

  private static final int IN_FLIGHT_BITS = 16;
  private static final long IN_FLIGHT = (1L << IN_FLIGHT_BITS) - 1;
  private static final long MICRO = 1_000;
  private static final int TRIES = 256;

  /** Rates are as good as endless, and still have to be computed with. */
  private static final double MICROS_PER_REQUEST = 60e6 / ChoiceEndpoints.REQUESTS_PER_MINUTE;

  private static final double NANOS_PER_TOKEN = 60e9 / ChoiceEndpoints.TOKENS_PER_MINUTE;
  private static final long TEN_SECONDS_IN_MICROS = 10_000_000;
  private static final long TEN_SECONDS = 10_000_000_000L;

  private final int size;
  private final double[] weights;
  private final double[] keeps;
  private final int[] aliases;
  private final AtomicLongArray words;
  private final long origin = System.nanoTime();

  PackedChoice(int size, boolean someAreIll) {
    this.size = size;
    this.weights = new double[size];
    this.keeps = new double[size];
    this.aliases = new int[size];
    this.words = new AtomicLongArray((size + 1) * STRIDE);
    for (int i = 0; i < size; i++) {
      weights[i] = ChoiceEndpoints.weight(i);
      switch (ChoiceEndpoints.state(i, someAreIll)) {
        case OPEN -> words.set(word(i, OPEN_UNTIL), Long.MAX_VALUE);
        case EXHAUSTED -> words.set(word(i, TOKENS), Long.MAX_VALUE / 2);
        case FREE -> {}
      }
    }
    fillAliases();
  }

  /** Vose's method: each column holds its own endpoint up to its mark, another one above. */
  private void fillAliases() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    int[] small = new int[size];
    int[] large = new int[size];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < size; i++) {
      keeps[i] = weights[i] * size / sum;
      if (keeps[i] < 1) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[--larges];
      aliases[less] = more;
      keeps[more] -= 1 - keeps[less];
      if (keeps[more] < 1) {
        small[smalls++] = more;
      } else {
        large[larges++] = more;
      }
    }
    while (larges > 0) {
      keeps[large[--larges]] = 1;
    }
    while (smalls > 0) {
      keeps[small[--smalls]] = 1;
    }
  }

  private static int word(int endpoint, int which) {
    return (endpoint + 1) * STRIDE + which;
  }

  @Override
  public long run() {
    long now = System.nanoTime() - origin;
    for (int i = 0; i < TRIES; i++) {
      int chosen = better(draw(), draw());
      if (now >= words.get(word(chosen, OPEN_UNTIL)) && reserve(chosen, now)) {
        settle(chosen, System.nanoTime() - origin);
        return chosen;
      }
    }
    throw new IllegalStateException("no place was found");
  }

  private int draw() {
    double roll = ThreadLocalRandom.current().nextDouble() * size;
    int column = (int) roll;
    return roll - column < keeps[column] ? column : aliases[column];
  }

  private int better(int one, int other) {
    double load = (words.get(word(one, REQUESTS)) & IN_FLIGHT) / weights[one];
    double otherLoad = (words.get(word(other, REQUESTS)) & IN_FLIGHT) / weights[other];
    return otherLoad < load ? other : one;
  }

  private boolean reserve(int endpoint, long now) {
    int word = word(endpoint, REQUESTS);
    long micros = now / MICRO;
    while (true) {
      long before = words.get(word);
      long full = Math.max(micros, before >>> IN_FLIGHT_BITS) + (long) MICROS_PER_REQUEST;
      if (full - micros > TEN_SECONDS_IN_MICROS) {
        return false;
      }
      long after = full << IN_FLIGHT_BITS | ((before & IN_FLIGHT) + 1);
      if (words.compareAndSet(word, before, after)) {
        break;
      }
    }
    if (take(endpoint, ChoiceEndpoints.INPUT + ChoiceEndpoints.OUTPUT, now)) {
      return true;
    }
    words.addAndGet(word, -1);
    return false;
  }

  private boolean take(int endpoint, long tokens, long now) {
    int word = word(endpoint, TOKENS);
    while (true) {
      long before = words.get(word);
      long full = Math.max(now, before) + (long) (tokens * NANOS_PER_TOKEN);
      if (full - now > TEN_SECONDS) {
        return false;
      }
      if (words.compareAndSet(word, before, full)) {
        return true;
      }
    }
  }

  /** It used a little less than was reserved. */
  private void settle(int endpoint, long now) {
    words.addAndGet(word(endpoint, REQUESTS), -1);
    int word = word(endpoint, TOKENS);
    long unused = (long) (ChoiceEndpoints.OUTPUT / 2 * NANOS_PER_TOKEN);
    long before = words.get(word);
    while (before > now && !words.compareAndSet(word, before, before - unused)) {
      before = words.get(word);
    }
  }
}
