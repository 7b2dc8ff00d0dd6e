package io.ailb.select;

import org.jspecify.annotations.Nullable;

/**
 * Says whether a call can be said to a candidate at all, whatever its load: what an endpoint of
 * another dialect, or one that lacks a feature, cannot be asked. The answer never changes for a
 * call. Cheap once it was asked; a function, not somebody to be told.
 */
@FunctionalInterface
public interface Gate {
  /** Everything can be asked of everybody. */
  Gate OPEN = candidate -> null;

  /** Why the call cannot go there, a few words for people that name the field; null = it can. */
  @Nullable String refusal(Candidate candidate);
}
