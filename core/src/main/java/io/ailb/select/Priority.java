package io.ailb.select;

import org.jspecify.annotations.Nullable;

/** Who goes first where not all can. */
public enum Priority {
  /** Somebody waits for the answer. */
  INTERACTIVE,
  /** It can wait until nobody else does. */
  BATCH;

  /** As an application says it; whatever it does not say is interactive. */
  public static Priority of(@Nullable String word) {
    return word != null && word.trim().equalsIgnoreCase("batch") ? BATCH : INTERACTIVE;
  }
}
