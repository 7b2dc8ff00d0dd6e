package io.ailb.translate.responses;

import io.ailb.translate.neutral.AnswerEvent.Kind;
import org.jspecify.annotations.Nullable;

/** A part of an answer as far as it was read. */
final class Piece {
  final int part;
  final Kind kind;
  final @Nullable String itemId;
  final long outputIndex;

  /** Characters that were passed on. */
  int length;

  boolean closed;
  boolean logprobs;

  /** Of thoughts: whether they come as a summary, and its part that came last. */
  boolean summary;

  int summaryIndex;

  Piece(int part, Kind kind, @Nullable String itemId, long outputIndex) {
    this.part = part;
    this.kind = kind;
    this.itemId = itemId;
    this.outputIndex = outputIndex;
  }

  /** Whether it is of an item with this id, as far as ids are given. */
  boolean isOf(@Nullable String id) {
    return id == null || itemId == null || itemId.equals(id);
  }
}
