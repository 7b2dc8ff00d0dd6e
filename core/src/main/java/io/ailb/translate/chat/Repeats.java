package io.ailb.translate.chat;

/**
 * Tells what is new in the arguments of a call whose host sends the whole call again with every
 * chunk: as far as it has come, or complete. Remembers a bounded beginning.
 */
final class Repeats {
  /** Longer arguments are taken as they come. */
  private static final int MOST = 64 * 1024;

  private final StringBuilder seen = new StringBuilder();
  private boolean full;

  /**
   * What of {@code arguments} has not come yet.
   *
   * @param again whether the call was named again with them
   */
  String added(String arguments, boolean again) {
    if (again && !full && seen.length() > 0 && startsWithSeen(arguments)) {
      return keep(arguments.substring(seen.length()));
    }
    return keep(arguments);
  }

  private boolean startsWithSeen(String arguments) {
    return arguments.length() >= seen.length()
        && seen.toString().contentEquals(arguments.subSequence(0, seen.length()));
  }

  private String keep(String added) {
    if (seen.length() + added.length() > MOST) {
      full = true;
    } else {
      seen.append(added);
    }
    return added;
  }
}
