package io.ailb.json;

import java.nio.charset.StandardCharsets;

/** What may stand in a JSON text besides objects, arrays and strings. */
final class Scalars {
  /** The last two are no JSON, yet some servers write them among numbers. */
  private static final byte[][] WORDS = {
    ascii("null"), ascii("true"), ascii("false"), ascii("NaN"), ascii("Infinity")
  };

  private Scalars() {}

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean isOne(byte[] bytes, int from, int to) {
    byte c = bytes[from];
    if (isDigit(c)) {
      return isNumber(bytes, from, to);
    }
    int at = c == '-' ? from + 1 : from;
    return (at > from && isNumber(bytes, at, to)) || isWord(bytes, at, to);
  }

  private static boolean isWord(byte[] bytes, int from, int to) {
    for (byte[] word : WORDS) {
      if (to - from == word.length && bytes[from] == word[0] && isWord(word, bytes, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(byte[] word, byte[] bytes, int from) {
    for (int i = 1; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  /** Of a number without its sign. */
  private static boolean isNumber(byte[] bytes, int from, int to) {
    int at = afterDigits(bytes, from, to);
    if (at == from || (bytes[from] == '0' && at > from + 1)) {
      return false;
    }
    if (at < to && bytes[at] == '.') {
      int fraction = at + 1;
      at = afterDigits(bytes, fraction, to);
      if (at == fraction) {
        return false;
      }
    }
    if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
      int sign = at + 1;
      int exponent = sign < to && (bytes[sign] == '+' || bytes[sign] == '-') ? sign + 1 : sign;
      at = afterDigits(bytes, exponent, to);
      if (at == exponent) {
        return false;
      }
    }
    return at == to;
  }

  private static int afterDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && isDigit(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
