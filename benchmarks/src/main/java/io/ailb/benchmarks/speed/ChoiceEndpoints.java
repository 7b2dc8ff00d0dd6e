package io.ailb.benchmarks.speed;

/** How the endpoints of a measured pool are, whoever chooses among them. */
final class ChoiceEndpoints {
  /** Of the 30 % that take nothing, every other one is open, the next exhausted. */
  enum State {
    FREE,
    OPEN,
    EXHAUSTED
  }

  /** Tokens of a request, and of an answer. */
  static final long INPUT = 500;

  static final long OUTPUT = 300;

  /** What is announced of an answer that never was: of a usual model. */
  static final long ANSWER_NANOS = 2_000_000_000;

  /** Never reached here, whatever the machine. */
  static final long REQUESTS_PER_MINUTE = 1_000_000_000_000L;

  static final long TOKENS_PER_MINUTE = 1_000_000_000_000_000L;

  private static final int OUT_OF = 10;
  private static final int ILL = 3;

  private ChoiceEndpoints() {}

  /** Weights 1, 2, 3 and 4 in turn. */
  static double weight(int index) {
    return 1 + index % 4;
  }

  /** Three of ten, evenly spread, where some are ill at all. */
  static State state(int index, boolean someAreIll) {
    boolean ill = someAreIll && index % OUT_OF * ILL % OUT_OF < ILL;
    if (!ill) {
      return State.FREE;
    }
    return index % 2 == 0 ? State.OPEN : State.EXHAUSTED;
  }
}
