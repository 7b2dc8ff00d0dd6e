package io.ailb.benchmarks.loopback;

/** What is asked for in a contender's turn. */
enum Load {
  /** One caller; each call is timed. */
  ONE(1, false),

  SIXTEEN(16, false),
  SIXTY_FOUR(64, false),

  /**
   * One caller of streams; what is timed is the first event from the call, and each from its being
   * sent.
   */
  STREAMS(1, true),

  SIXTEEN_STREAMS(16, true);

  private final int threads;
  private final boolean streamed;

  Load(int threads, boolean streamed) {
    this.threads = threads;
    this.streamed = streamed;
  }

  int threads() {
    return threads;
  }

  boolean isStreamed() {
    return streamed;
  }
}
