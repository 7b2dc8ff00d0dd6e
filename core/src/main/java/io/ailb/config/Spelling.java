package io.ailb.config;

import org.jspecify.annotations.Nullable;

/** Guesses what somebody meant to write. */
public final class Spelling {
  private Spelling() {}

  /** The word that was probably meant, or null. */
  public static @Nullable String nearest(String word, Iterable<String> known) {
    return Paths.nearest(word, known);
  }
}
