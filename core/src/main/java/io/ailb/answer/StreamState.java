package io.ailb.answer;

import io.ailb.model.Dialect;

/** What the events of one stream have said so far; written by one {@link EventReader}. */
final class StreamState {
  final UsageTally usage;

  /** The event at hand holds something that the application can show. */
  boolean content;

  /** The dialect's terminal event has come: nothing is missing, and nothing more is needed. */
  boolean ended;

  /** The event at hand says that the provider failed. */
  boolean failed;

  /** Bit i: choice i has been seen. More choices than bits are not told apart. */
  private long choicesSeen;

  private long choicesFinished;

  private final int choicesAsked;

  StreamState(Dialect dialect, int choicesAsked) {
    this.choicesAsked = Math.min(Long.SIZE, choicesAsked);
    usage = new UsageTally(dialect);
  }

  /** A choice with this index (-1 = none stated) was part of an event. */
  void choice(long index, boolean finished) {
    long bit = 1L << Math.max(0, Math.min(63, index));
    choicesSeen |= bit;
    if (finished) {
      choicesFinished |= bit;
    }
  }

  /** Whether each choice that was asked for has said why it ended. */
  boolean allAskedFinished() {
    return allFinished() && Long.bitCount(choicesFinished) >= choicesAsked;
  }

  /** Whether of the choices that were begun only some have said why they ended. */
  boolean someUnfinished() {
    return choicesFinished != 0 && !allFinished();
  }

  /** Whether each choice that was begun has said why it ended. */
  boolean allFinished() {
    return choicesSeen != 0 && choicesSeen == choicesFinished;
  }
}
