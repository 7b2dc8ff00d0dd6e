package io.ailb.config;

import java.util.regex.Pattern;

/**
 * What messages leave out, as it may hold a key that stands in the wrong place. Keys that are where
 * they belong are known by value, see {@link Problems#know}.
 */
final class KeyLike {
  /** Providers' keys are one word, longer than any value of ours, of letters and digits. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{20,}"
              + "|(?<![A-Za-z0-9])sk-");

  private static final Pattern DEFAULT = Pattern.compile("(\\$\\{[^}]*?:-)[^}]*}");

  private KeyLike() {}

  /** Whether some word of this text may be a key. */
  static boolean in(String text) {
    return WORD.matcher(text).find();
  }

  /** A text with references as messages show it: without what stands after {@code :-}. */
  static String withoutDefaults(String references) {
    return DEFAULT.matcher(references).replaceAll("$1...}");
  }
}
