package io.ailb.select;

import org.jspecify.annotations.Nullable;

/**
 * What ties a request to endpoints.
 *
 * @param holder the only one that keeps what the request refers to; null = any will do
 */
public record Ties(@Nullable Member holder) {
  /** Nothing does. */
  public static final Ties NONE = new Ties(null);

  /** Whether what the request refers to, if anything, is kept there. */
  boolean allow(Member member) {
    return holder == null || holder == member;
  }
}
