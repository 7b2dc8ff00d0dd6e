package io.ailb.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a JSON text that arrives in pieces of any size, or several texts one after the other, and
 * picks out the strings that are values of members with certain names, wherever those stand. What
 * has an escape in it, or more than 128 bytes, is not picked. For one thread.
 */
public final class StringWatch {
  private static final int LONGEST = 128;
  private static final Words ID = Words.of("id");

  private final Words names;
  private final Words owners;
  private final Words leftOut;
  private List<String> picked = new ArrayList<>(2);

  private boolean inString;

  /** Whether the last piece ended inside a string after an odd number of backslashes. */
  private boolean escaped;

  /** The string at hand, or the one before what we are at. */
  private final byte[] string = new byte[LONGEST];

  /** Its length; more than {@link #LONGEST} if it does not count. */
  private int length;

  /** A string has ended that may be a name. */
  private boolean named;

  /** The value of a wanted member, or of one that is left out, comes next. */
  private boolean picks;

  private boolean owns;
  private boolean leavesOut;

  /** We are right inside the object of an owner. */
  private boolean owned;

  /** Brackets open since that of a value that is left out. */
  private int outside;

  /**
   * @param names of the members whose values are picked
   * @param owners names of members whose {@code id}, right inside them, is picked, too
   * @param leftOut names of members whose values, if they are objects or arrays, are not looked
   *     into
   */
  public StringWatch(Words names, Words owners, Words leftOut) {
    this.names = names;
    this.owners = owners;
    this.leftOut = leftOut;
  }

  /** What was picked since it was last asked for. */
  public List<String> take() {
    if (picked.isEmpty()) {
      return List.of();
    }
    List<String> taken = picked;
    picked = new ArrayList<>(2);
    return taken;
  }

  /** Takes the next piece; it is not kept. */
  public void feed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (inString) {
        at = string(bytes, at, to);
        continue;
      }
      switch (bytes[at++]) {
        case '"' -> {
          inString = true;
          escaped = false;
          length = 0;
        }
        case ':' -> {
          if (named && outside == 0 && length <= LONGEST) {
            picks = names.has(string, 0, length) || (owned && ID.has(string, 0, length));
            owns = owners.has(string, 0, length);
            leavesOut = leftOut.has(string, 0, length);
          }
          named = false;
        }
        case '{', '[' -> {
          outside += outside > 0 || leavesOut ? 1 : 0;
          owned = owns;
          valueBegins();
        }
        case '}', ']' -> {
          outside -= outside > 0 ? 1 : 0;
          owned = false;
          valueBegins();
        }
        case ',' -> valueBegins();
        default -> {}
      }
    }
  }

  private void valueBegins() {
    named = false;
    picks = false;
    owns = false;
    leavesOut = false;
  }

  /** Moves to the end of the string, or of the piece. */
  private int string(byte[] bytes, int from, int to) {
    int at = from;
    if (escaped) {
      escaped = false;
      at++; // the escaped character, perhaps a quote
    }
    int quote = Quotes.next(bytes, at, to);
    while (quote < to && isEscaped(bytes, at, quote)) {
      quote = Quotes.next(bytes, quote + 1, to);
    }
    keep(bytes, from, Math.min(quote, to));
    if (quote >= to) {
      escaped = at <= to && isEscaped(bytes, at, to);
      return to;
    }
    inString = false;
    if (picks) {
      if (length <= LONGEST && outside == 0) {
        picked.add(new String(string, 0, length, StandardCharsets.US_ASCII));
      }
      picks = false;
    } else {
      named = true;
    }
    return quote + 1;
  }

  private static boolean isEscaped(byte[] bytes, int from, int end) {
    int backslashes = 0;
    while (end - backslashes > from && bytes[end - backslashes - 1] == '\\') {
      backslashes++;
    }
    return (backslashes & 1) == 1;
  }

  private void keep(byte[] bytes, int from, int to) {
    int more = to - from;
    if (length + more > LONGEST || hasBackslash(bytes, from, to)) {
      length = LONGEST + 1;
      return;
    }
    System.arraycopy(bytes, from, string, length, more);
    length += more;
  }

  private static boolean hasBackslash(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }
}
