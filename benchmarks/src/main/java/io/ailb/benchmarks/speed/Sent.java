package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.AnswerKind;
import io.ailb.benchmarks.Answers;
import io.ailb.model.Dialect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as a provider sends them, each of which arrives alone. */
final class Sent {
  /** So many come before the first words, at most. */
  private static final int OPENING = 6;

  private static final int LOOP = 480;

  private final List<byte[]> events;
  private final boolean endless;
  private int next;

  private Sent(List<byte[]> events, boolean endless) {
    this.events = events;
    this.endless = endless;
  }

  /** A whole stream with 500 pieces of text. */
  static Sent whole(Dialect dialect) {
    return new Sent(Answers.stream(dialect, AnswerKind.TEXT), false);
  }

  /** One whose text has no end. */
  static Sent endless(Dialect dialect) {
    return new Sent(Answers.stream(dialect, AnswerKind.TEXT), true);
  }

  /** The same from its beginning. */
  Sent again() {
    return new Sent(events, endless);
  }

  /** One of a stream that has no end. */
  byte[] another() {
    byte[] event = next();
    if (event == null) {
      throw new IllegalStateException("the stream is over");
    }
    return event;
  }

  /** Null at the end. */
  byte @Nullable [] next() {
    if (endless && next == OPENING + LOOP) {
      next = OPENING;
    }
    return next == events.size() ? null : events.get(next++);
  }
}
