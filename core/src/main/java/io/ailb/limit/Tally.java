package io.ailb.limit;

/** Tokens of several requests, added up. Guarded by the lock of its owner. */
final class Tally {
  private long input;
  private long output;

  void add(long moreInput, long moreOutput) {
    input += moreInput;
    output += moreOutput;
  }

  long input() {
    return input;
  }

  long output() {
    return output;
  }
}
