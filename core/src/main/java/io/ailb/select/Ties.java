package io.ailb.select;

import org.jspecify.annotations.Nullable;

/**
 * What ties a request to endpoints.
 *
 * @param holder the only one that keeps what the request refers to; null = any will do
 * @param conversation tells conversations apart, each of which does best to stay where it is;
 *     {@link #NO_CONVERSATION} if it is part of none
 */
public record Ties(@Nullable Member holder, long conversation) {
  public static final long NO_CONVERSATION = 0;

  /** Nothing does. */
  public static final Ties NONE = new Ties(null, NO_CONVERSATION);

  /** What there is of it. */
  public static Ties of(@Nullable Member holder, long conversation) {
    return holder == null && conversation == NO_CONVERSATION
        ? NONE
        : new Ties(holder, conversation);
  }

  /** Whether what the request refers to, if anything, is kept there. */
  boolean allow(Member member) {
    return holder == null || holder == member;
  }
}
