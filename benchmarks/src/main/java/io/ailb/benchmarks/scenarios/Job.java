package io.ailb.benchmarks.scenarios;

/** One request of a caller, and what became of it. Times are of the event loop. */
final class Job {
  final int number;
  final int input;
  final int output;
  final int maxTokens;
  final long began;

  /** When its caller stops waiting; {@link Long#MAX_VALUE} = never. */
  final long deadline;

  private final Runnable whenOver;

  /** Sent so far, those included that were refused. */
  int attempts;

  /** The endpoint that answered last, or -1. */
  int servedBy = -1;

  private long endedAt = -1;
  private boolean answered;

  Job(
      int number,
      int input,
      int output,
      int maxTokens,
      long began,
      long deadline,
      Runnable whenOver) {
    this.number = number;
    this.input = input;
    this.output = output;
    this.maxTokens = maxTokens;
    this.began = began;
    this.deadline = deadline;
    this.whenOver = whenOver;
  }

  /** Ends it, once. */
  void over(boolean good, long now) {
    if (endedAt >= 0) {
      throw new IllegalStateException("request " + number + " ends twice");
    }
    endedAt = now;
    answered = good;
    whenOver.run();
  }

  boolean isOver() {
    return endedAt >= 0;
  }

  long endedAt() {
    return endedAt;
  }

  /** Whether its caller has a good answer, in time. */
  boolean isGood() {
    return answered && endedAt <= deadline;
  }

  double latency() {
    return (endedAt - began) / 1e9;
  }

  @Override
  public String toString() {
    return "request " + number;
  }
}
