package io.ailb.flow;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Short names for requests, each once per process. */
final class RequestIds {
  private static final AtomicLong NEXT = new AtomicLong();
  private static final int RADIX = 36;

  /** The longest name. */
  private static final int LONGEST = Long.toString(Long.MAX_VALUE, RADIX).length();

  private RequestIds() {}

  /** As {@link Long#toString(long, int)} says it, which makes room for 64 binary digits first. */
  static String next() {
    byte[] digits = new byte[LONGEST];
    int from = LONGEST;
    for (long rest = NEXT.incrementAndGet(); rest > 0; rest /= RADIX) {
      digits[--from] = (byte) Character.forDigit((int) (rest % RADIX), RADIX);
    }
    return new String(digits, from, LONGEST - from, StandardCharsets.ISO_8859_1);
  }
}
