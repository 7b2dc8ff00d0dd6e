package io.ailb.answer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where lines end, 32 bytes at a time and then eight: nearly all bytes of a stream pass
 * through these loops. Hardly any other byte of it is as small as CR and LF.
 */
final class LineEnds {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long EIGHT_BOUNDS = ('\r' + 1) * ONES;

  private LineEnds() {}

  /** The index of the first CR or LF at or after {@code from}, or {@code to} if there is none. */
  static int next(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - 4 * Long.BYTES && !hasSmall(bytes, at)) {
      at += 4 * Long.BYTES;
    }
    while (at <= to - Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      // The high bit of each byte that is less, and perhaps of some above it: the lowest is right
      // (Hacker's Delight, 2nd edition, section 6-1).
      long small = (eight - EIGHT_BOUNDS) & ~eight & HIGHS;
      if (small == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(small) >>> 3;
      if (isEnd(bytes[at])) {
        return at;
      }
      at++; // a tab, or what has no business in a text
    }
    while (at < to && !isEnd(bytes[at])) {
      at++;
    }
    return at;
  }

  /** Whether among the next 32 bytes may be one. */
  private static boolean hasSmall(byte[] bytes, int at) {
    long a = (long) EIGHT_BYTES.get(bytes, at);
    long b = (long) EIGHT_BYTES.get(bytes, at + Long.BYTES);
    long c = (long) EIGHT_BYTES.get(bytes, at + 2 * Long.BYTES);
    long d = (long) EIGHT_BYTES.get(bytes, at + 3 * Long.BYTES);
    long small =
        ((a - EIGHT_BOUNDS) & ~a)
            | ((b - EIGHT_BOUNDS) & ~b)
            | ((c - EIGHT_BOUNDS) & ~c)
            | ((d - EIGHT_BOUNDS) & ~d);
    return (small & HIGHS) != 0;
  }

  private static boolean isEnd(byte b) {
    return b == '\n' || b == '\r';
  }
}
