package io.ailb.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Paths of keys, as messages show them, and near misses. */
final class Paths {
  /** So many letters may be wrong for a word to be taken for another. */
  private static final int NEAR = 2;

  private Paths() {}

  static String member(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The word that was probably meant, or null. */
  static @Nullable String nearest(String word, Iterable<String> known) {
    String nearest = null;
    int least = Math.min(NEAR, word.length() / 2) + 1;
    for (String candidate : known) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
