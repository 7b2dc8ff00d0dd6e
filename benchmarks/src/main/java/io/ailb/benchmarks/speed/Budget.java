package io.ailb.benchmarks.speed;

/**
 * What an operation may cost, and what it had better cost.
 *
 * @param number in the table of docs/performance.md
 * @param most at most
 * @param goal rather
 */
record Budget(int number, Unit unit, double most, double goal) {
  /** In what a budget is counted. */
  enum Unit {
    /** Times the floor's CPU time, of the same run. */
    FLOORS,
    /** CPU time, on a machine as in docs/performance.md. */
    NANOS,
    /** Allocated by an operation. */
    BYTES;

    /** A figure for people. */
    String said(double figure) {
      return switch (this) {
        case FLOORS -> "x" + Said.number(figure);
        case NANOS -> Said.nanos(figure);
        case BYTES -> Said.bytes(figure);
      };
    }
  }

  /** A word on a figure. */
  String verdict(double figure) {
    return figure <= goal ? "goal kept" : figure <= most ? "kept" : "MISSED";
  }
}
