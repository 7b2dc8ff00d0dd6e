package io.ailb.select;

import java.util.List;
import java.util.Objects;

/**
 * Keeps requests for embeddings with one model: vectors of two can never be compared, and nobody
 * would see it. A mapping is believed where the models are not known; where they are, the first
 * endpoint's model counts, and others are not eligible.
 */
final class Vectors {
  private Vectors() {}

  /** Whether {@code candidate} makes the vectors that the first one makes, as far as known. */
  static boolean areComparable(Candidate candidate, List<Candidate> before) {
    if (isKnownToMakeNone(candidate)) {
      return false;
    }
    return before.stream()
        .filter(first -> !isKnownToMakeNone(first))
        .findFirst()
        .map(first -> isSame(first, candidate))
        .orElse(true);
  }

  private static boolean isKnownToMakeNone(Candidate candidate) {
    return candidate.profile().dimensions() == null && candidate.profile().contextWindow() != null;
  }

  private static boolean isSame(Candidate one, Candidate other) {
    Integer dimensions = one.profile().dimensions();
    boolean bothKnown = dimensions != null && other.profile().dimensions() != null;
    return !bothKnown
        || (Objects.equals(dimensions, other.profile().dimensions())
            && name(one).equals(name(other)));
  }

  /** Without what a host puts before it, such as {@code openai/}. */
  private static String name(Candidate candidate) {
    String sent = candidate.target().sent();
    return sent.substring(sent.lastIndexOf('/') + 1);
  }
}
