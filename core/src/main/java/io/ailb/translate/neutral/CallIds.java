package io.ailb.translate.neutral;

/**
 * Ids of tool calls that a dialect takes. Those that conform stay; others become the same each
 * time, so that a history keeps its pairs without anything being remembered.
 */
public final class CallIds {
  private CallIds() {}

  /**
   * An id of letters, digits, {@code _} and {@code -}.
   *
   * @param longest characters at most, at least 16
   */
  public static String conform(String id, int longest) {
    if (!id.isEmpty() && id.length() <= longest && id.chars().allMatch(CallIds::isPlain)) {
      return id;
    }
    return "call_" + Hash.of(id, Math.min(24, longest - 5));
  }

  /** An id of exactly so many letters and digits, as Mistral wants it: 9. */
  public static String exactly(String id, int length) {
    boolean conforms = id.length() == length && id.chars().allMatch(CallIds::isAlphanumeric);
    return conforms ? id : Hash.of(id, length);
  }

  /** An id for a call that came without one, the same for the same place in a conversation. */
  public static String minted(int turn, int call, String name) {
    return "call_" + Hash.of(turn + "/" + call + "/" + name, 24);
  }

  private static boolean isPlain(int c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
