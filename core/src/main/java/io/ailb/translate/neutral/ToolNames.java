package io.ailb.translate.neutral;

/** Names of tools that every dialect takes (translation, section 3.6). */
final class ToolNames {
  private static final int LONGEST = 64;

  private ToolNames() {}

  /** The name itself if it is legal everywhere, else one made of it that is, always the same. */
  static String legal(String name) {
    if (isLegal(name)) {
      return name;
    }
    StringBuilder legal = new StringBuilder();
    for (int i = 0; i < name.length() && legal.length() < LONGEST - Hash.SHORT - 1; i++) {
      char c = name.charAt(i);
      legal.append(isInside(c) ? c : '_');
    }
    if (legal.length() == 0 || !isFirst(legal.charAt(0))) {
      legal.insert(0, '_');
      legal.setLength(Math.min(legal.length(), LONGEST - Hash.SHORT - 1));
    }
    return legal.append('_').append(Hash.of(name)).toString();
  }

  private static boolean isLegal(String name) {
    if (name.isEmpty() || name.length() > LONGEST || !isFirst(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!isInside(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFirst(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isInside(char c) {
    return isFirst(c) || (c >= '0' && c <= '9') || c == '-';
  }
}
