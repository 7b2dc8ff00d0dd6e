package io.ailb.benchmarks.compatibility;

import java.util.EnumSet;
import java.util.Set;

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
  REQUESTS("requests"),
  ANSWERS("answers"),
  QUIET("quiet");

  /** Of a client that is left alone. */
  static final Set<Check> OF_OTHERS = EnumSet.of(REQUESTS, ANSWERS, QUIET);

  /** Of a client that is balanced. */
  static final Set<Check> OF_BALANCED = EnumSet.complementOf(EnumSet.of(REQUESTS, ANSWERS));

  /** What a client that gathers streams by itself cannot show. */
  static final Set<Check> OF_STREAMS = EnumSet.of(FIRST, PACE);

  private final String title;

  Check(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
