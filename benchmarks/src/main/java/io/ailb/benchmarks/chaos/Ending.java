package io.ailb.benchmarks.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended for its caller.
 *
 * @param text of the answer, as far as it came
 * @param finished whether the answer says why the model stopped
 * @param terminated whether the end that an SDK waits for has come
 * @param status 0 = no head came
 * @param endpoint that answered, as the head says
 * @param tries that were sent, as the head says; 0 = it does not
 * @param reason that ai-lb gives for an answer of its own
 * @param message of an error, or what was wrong
 * @param took until the end
 * @param left until the caller left; null = it was still there
 */
record Ending(
    Kind kind,
    String text,
    boolean finished,
    boolean terminated,
    int status,
    @Nullable String endpoint,
    int tries,
    @Nullable String reason,
    String message,
    Duration took,
    @Nullable Duration left) {

  /** What the client makes of it. */
  enum Kind {
    /** It takes what came for an answer. */
    ANSWER,
    /** An answer that says that the model or its provider declines, perhaps after a few words. */
    DECLINED,
    /** A status and a body that its dialect has for errors. */
    ERROR,
    /** An error inside a stream, as its dialect has it. */
    ERROR_EVENT,
    /** An {@code IOException}. */
    BROKEN,
    /** Something that it cannot read. */
    GARBLED,
    /** An exception that no client documents. */
    UNDOCUMENTED,
    /** It closed the answer itself. */
    CLOSED,
    /** It still waits after the time in which all must be over. */
    HANG
  }

  static Ending of(Kind kind, String message) {
    return new Ending(kind, "", false, false, 0, null, 0, null, message, Duration.ZERO, null);
  }

  Ending says(String said, boolean isFinished, boolean isTerminated) {
    return new Ending(
        kind, said, isFinished, isTerminated, status, endpoint, tries, reason, message, took, left);
  }

  Ending from(int code, @Nullable String who, int sent, @Nullable String why) {
    return new Ending(kind, text, finished, terminated, code, who, sent, why, message, took, left);
  }

  Ending at(Duration end, @Nullable Duration leave) {
    return new Ending(
        kind, text, finished, terminated, status, endpoint, tries, reason, message, end, leave);
  }

  boolean isOfAi() {
    return reason != null;
  }
}
