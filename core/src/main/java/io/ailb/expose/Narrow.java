package io.ailb.expose;

/** Text for the box in which JConsole shows what an operation returns: it does not break lines. */
final class Narrow {
  private static final int WIDTH = 60;
  private static final String DEEPER = "    ";

  private Narrow() {}

  /** The same with longer lines broken at spaces; what follows stands further in. */
  static String of(String text) {
    StringBuilder narrow = new StringBuilder();
    text.lines().forEach(line -> append(line, narrow));
    return narrow.toString();
  }

  private static void append(String line, StringBuilder narrow) {
    String indent = " ".repeat(line.length() - line.stripLeading().length()) + DEEPER;
    String rest = line;
    int space = spaceToBreakAt(rest);
    while (space > 0) {
      narrow.append(rest, 0, space).append('\n');
      rest = indent + rest.substring(space + 1);
      space = spaceToBreakAt(rest);
    }
    narrow.append(rest).append('\n');
  }

  /** Not among those that the line begins with; 0 or less = nowhere. */
  private static int spaceToBreakAt(String line) {
    if (line.length() <= WIDTH) {
      return -1;
    }
    int indent = line.length() - line.stripLeading().length();
    int before = line.lastIndexOf(' ', WIDTH);
    return before > indent ? before : line.indexOf(' ', Math.max(indent, WIDTH));
  }
}
