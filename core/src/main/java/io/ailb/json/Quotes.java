package io.ailb.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a JSON string, eight bytes at a time. Prompts are long strings, so that nearly
 * all bytes of a request pass through this loop. Only quotes matter in it: whether one is escaped
 * follows from the backslashes before it.
 */
final class Quotes {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long EIGHT_QUOTES = '"' * ONES;

  /** So many bytes an answer's names and short values have at most. */
  private static final int NEAR = 64;

  private Quotes() {}

  /**
   * The index of the first quote at or after {@code from}, escaped or not, or {@code to} if there
   * is none.
   */
  static int next(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long differs = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_QUOTES;
      // The high bit of each byte that is zero, and perhaps of some above it: the lowest is right
      // (Hacker's Delight, 2nd edition, section 6-1).
      long hits = (differs - ONES) & ~differs & HIGHS;
      if (hits != 0) {
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    while (at < to && bytes[at] != '"') {
      at++;
    }
    return at;
  }

  /**
   * The same of an answer, whose text is one long string with hardly a quote in it: where there was
   * none for a while, four times as many bytes are looked at at once. Of prompts that would be
   * slower.
   */
  static int nextOfAnswer(byte[] bytes, int from, int to) {
    int near = Math.min(to, from + NEAR);
    int at = next(bytes, from, near);
    if (at < near) {
      return at;
    }
    while (at <= to - 4 * Long.BYTES && !hasQuote(bytes, at)) {
      at += 4 * Long.BYTES;
    }
    return next(bytes, at, to);
  }

  /** Whether there is one among the next 32 bytes. */
  private static boolean hasQuote(byte[] bytes, int at) {
    long a = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_QUOTES;
    long b = (long) EIGHT_BYTES.get(bytes, at + Long.BYTES) ^ EIGHT_QUOTES;
    long c = (long) EIGHT_BYTES.get(bytes, at + 2 * Long.BYTES) ^ EIGHT_QUOTES;
    long d = (long) EIGHT_BYTES.get(bytes, at + 3 * Long.BYTES) ^ EIGHT_QUOTES;
    long hits = ((a - ONES) & ~a) | ((b - ONES) & ~b) | ((c - ONES) & ~c) | ((d - ONES) & ~d);
    return (hits & HIGHS) != 0;
  }

  /**
   * The index just after the quote that closes a string whose first character is at {@code from},
   * or -1 if it does not close before {@code to}.
   */
  static int close(byte[] bytes, int from, int to) {
    int quote = next(bytes, from, to);
    while (quote < to) {
      int backslashes = 0;
      while (quote - backslashes > from && bytes[quote - backslashes - 1] == '\\') {
        backslashes++;
      }
      if ((backslashes & 1) == 0) {
        return quote + 1;
      }
      quote = next(bytes, quote + 1, to);
    }
    return -1;
  }
}
