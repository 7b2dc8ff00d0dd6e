package io.ailb.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for names, hosts and paths: {@code *} stands for any characters, {@code ?} for one;
 * case does not matter. Matching takes time in proportion to pattern times text at worst, and no
 * memory.
 */
public final class Glob {
  private final String pattern;

  private Glob(String pattern) {
    this.pattern = pattern;
  }

  public static Glob of(String pattern) {
    return new Glob(pattern.toLowerCase(Locale.ROOT));
  }

  /** Whether the pattern stands for more than itself. */
  public boolean isLiteral() {
    return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  /** Whether the whole of {@code text} fits. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1; // where the last * stood
    int retry = 0; // and where its match would next begin
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (p < pattern.length() && fits(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean fits(char wanted, char c) {
    return wanted == '?' || wanted == c || wanted == Character.toLowerCase(c);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Glob glob && glob.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
