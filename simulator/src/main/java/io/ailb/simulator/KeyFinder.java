package io.ailb.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds any of many keys in a text in one pass, so that a thousand endpoints cost no more than one
 * (Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987): a hash rolls over the
 * text, as wide as the shortest key, and only where some key begins with that hash is the text
 * compared. Where one key begins with another, the longer one is found. Immutable.
 */
final class KeyFinder {
  private static final int BASE = 31;
  private static final int FILTER_SIZE = 1 << 16;

  /** A key and where it begins. */
  record Found(int start, String key) {}

  private final int width;
  private final int leaving;
  private final boolean[] filter = new boolean[FILTER_SIZE];
  private final Map<Integer, List<String>> byHash = new HashMap<>();

  KeyFinder(Collection<String> keys) {
    width = keys.stream().mapToInt(String::length).min().orElse(0);
    int power = 1;
    for (int i = 0; i < width; i++) {
      power *= BASE;
    }
    leaving = power;
    for (String key : keys) {
      int hash = key.substring(0, width).hashCode();
      filter[hash & (FILTER_SIZE - 1)] = true;
      byHash.computeIfAbsent(hash, h -> new ArrayList<>()).add(key);
    }
    byHash.values().forEach(same -> same.sort(Comparator.comparing(String::length).reversed()));
  }

  /** Every key in the text, none of them overlapping, from left to right. */
  List<Found> find(String text) {
    if (width == 0 || text.length() < width) {
      return List.of();
    }
    List<Found> all = new ArrayList<>();
    int free = 0;
    int hash = text.substring(0, width).hashCode();
    for (int start = 0; ; start++) {
      if (start >= free && filter[hash & (FILTER_SIZE - 1)]) {
        String key = keyAt(text, start, hash);
        if (key != null) {
          all.add(new Found(start, key));
          free = start + key.length();
        }
      }
      if (start + width == text.length()) {
        return all;
      }
      hash = hash * BASE + text.charAt(start + width) - leaving * text.charAt(start);
    }
  }

  private @Nullable String keyAt(String text, int start, int hash) {
    for (String key : byHash.getOrDefault(hash, List.of())) {
      if (text.startsWith(key, start)) {
        return key;
      }
    }
    return null;
  }
}
