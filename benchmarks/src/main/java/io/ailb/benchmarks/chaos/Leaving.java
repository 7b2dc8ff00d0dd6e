package io.ailb.benchmarks.chaos;

import java.util.Locale;

/**
 * Whether and when a caller does not want its answer any more.
 *
 * @param moment milliseconds since it asked, or pieces of the answer that it has read
 */
record Leaving(Way way, int moment) {
  static final Leaving NEVER = new Leaving(Way.NEVER, 0);

  /** How it leaves. */
  enum Way {
    NEVER,
    /** Cancels before it has begun. */
    CANCELLED_BEFORE,
    /** Cancels from another thread. */
    CANCEL,
    /** Cancels while it reads, and reads on. */
    CANCEL_READING,
    /** Its thread is interrupted. */
    INTERRUPT,
    /** The client's call timeout is over. */
    CALL_TIMEOUT,
    /** Closes the body before its end. */
    CLOSE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** With a client that has no other way to end a call that blocks. */
    boolean isByInterrupt() {
      return switch (this) {
        case CANCELLED_BEFORE, CANCEL, CANCEL_READING, INTERRUPT -> true;
        case NEVER, CALL_TIMEOUT, CLOSE -> false;
      };
    }

    boolean isWhileReading() {
      return this == CANCEL_READING || this == CLOSE;
    }
  }

  /** The same from another thread: for a call that no thread waits for. */
  Leaving cancelling() {
    return way == Way.INTERRUPT ? new Leaving(Way.CANCEL, moment) : this;
  }

  @Override
  public String toString() {
    return switch (way) {
      case NEVER -> "stays";
      case CANCELLED_BEFORE -> way.word();
      default -> way.word() + (way.isWhileReading() ? " after piece " : " after ms ") + moment;
    };
  }
}
