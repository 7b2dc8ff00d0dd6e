package io.ailb.benchmarks.speed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The floor: finds the value of the root's {@code model} in a JSON text, eight bytes at a time
 * inside strings, and reads to the end of the text, as a second one may come. Nothing else is read,
 * nothing is checked.
 */
final class ModelScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final byte[] NAME = {'m', 'o', 'd', 'e', 'l'};

  /** Of the value, with its quotes. */
  int from;

  int to;

  /** Whether one was found. */
  boolean find(byte[] text) {
    from = -1;
    int depth = 0;
    int at = 0;
    boolean named = false;
    while (at < text.length) {
      byte c = text[at++];
      if (c == '"') {
        int start = at;
        at = close(text, at);
        if (named) {
          from = start - 1;
          to = at;
          named = false;
        } else if (depth == 1 && isModel(text, start, at - 1)) {
          named = at < text.length && text[at] == ':';
        }
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return from >= 0;
  }

  private static boolean isModel(byte[] text, int from, int to) {
    return to - from == NAME.length
        && text[from] == NAME[0]
        && text[from + 1] == NAME[1]
        && text[from + 2] == NAME[2]
        && text[from + 3] == NAME[3]
        && text[from + 4] == NAME[4];
  }

  /** The index after the closing quote of a string that begins here. */
  private static int close(byte[] text, int from) {
    int at = from;
    while (true) {
      at = quote(text, at);
      int before = at;
      while (before > from && text[before - 1] == '\\') {
        before--;
      }
      if (((at - before) & 1) == 0) {
        return at + 1;
      }
      at++;
    }
  }

  private static int quote(byte[] text, int from) {
    int at = from;
    int last = text.length - Long.BYTES;
    while (at <= last) {
      long differs = (long) LONGS.get(text, at) ^ QUOTES;
      long hits = (differs - ONES) & ~differs & HIGHS;
      if (hits != 0) {
        return at + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
      at += Long.BYTES;
    }
    while (text[at] != '"') {
      at++;
    }
    return at;
  }
}
