package io.ailb.benchmarks.speed;

import java.nio.charset.StandardCharsets;

/** Finds how many tokens an answer has used, in its last bytes. */
final class Usages {
  private static final byte[] NAME = "\"total_tokens\":".getBytes(StandardCharsets.US_ASCII);

  private Usages() {}

  /** Of the last piece of an answer; 0 if it does not say. */
  static long total(byte[] bytes, int from, int to) {
    for (int at = to - NAME.length; at >= from; at--) {
      if (bytes[at] == '"' && isName(bytes, at)) {
        return number(bytes, at + NAME.length, to);
      }
    }
    return 0;
  }

  private static boolean isName(byte[] bytes, int at) {
    for (int i = 1; i < NAME.length; i++) {
      if (bytes[at + i] != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int at = from; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }
}
