package io.ailb.benchmarks.compatibility;

/** What is looked at, in this order: what comes later finds endpoints resting. */
enum Check {
  TEXT("text"),
  STREAM("stream"),
  FIRST("first event"),
  PACE("paced"),
  OWN_ERROR("own error"),
  RATE_LIMIT("429"),
  DEAD("dead"),
  DEAD_STREAM("dead, streamed"),
  KEYS("keys"),
  QUIET("quiet");

  private final String title;

  Check(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
