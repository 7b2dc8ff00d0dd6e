package io.ailb.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A few short strings to look for while a text is read: plain ASCII without escapes. Immutable. */
public final class Words {
  private final byte[][] words;

  /** Bit n: one of them has n characters. Hardly any other string gets past this. */
  private final long lengths;

  private Words(byte[][] words, long lengths) {
    this.words = words;
    this.lengths = lengths;
  }

  /** These, of 1 to 63 characters each. */
  public static Words of(String... texts) {
    byte[][] words = new byte[texts.length][];
    long lengths = 0;
    for (int i = 0; i < texts.length; i++) {
      int length = texts[i].length();
      if (length == 0 || length >= Long.SIZE) {
        throw new IllegalArgumentException("not 1 to 63 characters: " + texts[i]);
      }
      words[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
      lengths |= 1L << length;
    }
    return new Words(words, lengths);
  }

  boolean has(byte[] bytes, int from, int to) {
    return which(bytes, from, to) >= 0;
  }

  /** The index of the one that stands there, or -1. */
  int which(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= Long.SIZE || ((lengths >>> length) & 1) == 0) {
      return -1;
    }
    for (int i = 0; i < words.length; i++) {
      if (Arrays.equals(words[i], 0, words[i].length, bytes, from, to)) {
        return i;
      }
    }
    return -1;
  }
}
