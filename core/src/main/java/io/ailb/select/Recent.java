package io.ailb.select;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * How much was sent of late: what is longer ago counts less. Thread-safe without a lock: the count
 * and its instant are two halves of one word.
 */
final class Recent {
  /** After so long, milliseconds, a call counts 1/e (selection, section 1). */
  private static final float MEMORY = Duration.ofSeconds(30).toMillis();

  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private static final AtomicLongFieldUpdater<Recent> WORD =
      AtomicLongFieldUpdater.newUpdater(Recent.class, "word");

  /** A count above, the millisecond to which it is brought up below; both wrap without harm. */
  private volatile long word;

  void count(long now) {
    int at = millis(now);
    long before = word;
    while (!WORD.compareAndSet(this, before, word(at(before, at) + 1, at))) {
      before = word;
    }
  }

  double at(long now) {
    return at(word, millis(now));
  }

  private static float at(long word, int at) {
    float count = Float.intBitsToFloat((int) (word >>> Integer.SIZE));
    int passed = at - (int) word;
    return count == 0 || passed <= 0 ? count : count * (float) Math.exp(-passed / MEMORY);
  }

  private static long word(float count, int at) {
    return (long) Float.floatToRawIntBits(count) << Integer.SIZE | Integer.toUnsignedLong(at);
  }

  private static int millis(long now) {
    return (int) Math.floorDiv(now, MILLI);
  }
}
