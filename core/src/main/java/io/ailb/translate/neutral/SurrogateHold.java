package io.ailb.translate.neutral;

/**
 * Keeps the halves of a surrogate pair together: JSON may end one delta with the first and begin
 * the next with the second, UTF-8 cannot. A half that stays alone becomes U+FFFD. One for each
 * part; for one thread.
 */
public final class SurrogateHold {
  private static final char ALONE = '\uFFFD';

  /** The first half of a pair whose second has not come; 0 = none. */
  private char held;

  /** What of {@code delta}, and of what was kept back, can be written now: perhaps nothing. */
  public String add(String delta) {
    return held == 0 && hasNone(delta) ? delta : pair(delta);
  }

  /** What is left at the end of the part: a sign that a character is missing, or nothing. */
  public String close() {
    if (held == 0) {
      return "";
    }
    held = 0;
    return String.valueOf(ALONE);
  }

  private static boolean hasNone(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private String pair(String delta) {
    StringBuilder whole = new StringBuilder(delta.length() + 1);
    for (int i = 0; i < delta.length(); i++) {
      char c = delta.charAt(i);
      if (held != 0 && Character.isLowSurrogate(c)) {
        whole.append(held).append(c);
        held = 0;
        continue;
      }
      whole.append(close());
      if (Character.isHighSurrogate(c)) {
        held = c;
      } else {
        whole.append(Character.isLowSurrogate(c) ? ALONE : c);
      }
    }
    return whole.toString();
  }
}
