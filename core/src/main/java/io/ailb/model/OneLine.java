package io.ailb.model;

/**
 * Words of others (providers, callers) as they may stand in a line of a log or a table: one line,
 * of bounded length.
 */
public final class OneLine {
  /** Says what is wrong in any provider's words; more is a page that was meant for a browser. */
  private static final int MAX = 300;

  private OneLine() {}

  /** The text with each row of spaces and control characters as one space, cut where too long. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean visible = !(Character.isWhitespace(c) || Character.isISOControl(c) || isFormat(c));
      if (visible && line.length() >= MAX) {
        return cut(line).append("...").toString();
      }
      if (visible) {
        line.append(c);
      } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().stripTrailing();
  }

  /** Those turn the reading direction, or begin lines in some viewers. */
  private static boolean isFormat(char c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Not between the two halves of one character. */
  private static StringBuilder cut(StringBuilder line) {
    int last = line.length() - 1;
    if (Character.isHighSurrogate(line.charAt(last))) {
      line.setLength(last);
    }
    return line;
  }
}
