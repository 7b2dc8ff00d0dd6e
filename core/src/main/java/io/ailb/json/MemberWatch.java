package io.ailb.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a JSON text that arrives in pieces of any size and keeps the values of a few members of
 * its root object; of a root array, those of the objects in it, the last one winning. Memory is
 * bounded by the values kept, of at most 16 KiB each: a larger one is not kept. For one thread.
 */
public final class MemberWatch {
  private static final int MAX_VALUE = 16 * 1024;
  private static final int MAX_NAME = 32;
  private static final byte[] NOTHING = {};

  private final List<String> names;
  private final byte[] @Nullable [] values;

  private int depth;

  /** The depth at which wanted members stand: 1, or 2 below a root array; 0 before the root. */
  private int level;

  private boolean inString;

  /** Whether the last piece ended inside a string after an odd number of backslashes. */
  private boolean escaped;

  private boolean broken;
  private boolean nameExpected;
  private boolean readingName;

  /** What has come of it in earlier pieces, or all of it at its end. */
  private byte[] name = NOTHING;

  private int nameLength;

  /** Index into {@link #names} of the member that we are at, or -1. */
  private int wanted = -1;

  /** Whether what passes is its value. */
  private boolean keeping;

  /** What has come of it in earlier pieces. */
  private byte[] kept = NOTHING;

  private int keptLength;

  public MemberWatch(List<String> names) {
    this.names = names;
    this.values = new byte[names.size()][];
  }

  /** The value of the member with this name as it stood in the text, or null if it never came. */
  public byte @Nullable [] value(String memberName) {
    return values[names.indexOf(memberName)];
  }

  /** Whether the root value has been closed: nothing of the text is missing. */
  public boolean complete() {
    return level > 0 && depth == 0 && !broken;
  }

  /** Whether this cannot be JSON with an object or array as its root. */
  public boolean broken() {
    return broken;
  }

  /** Takes the next piece; it is not kept. */
  public void feed(byte[] bytes, int from, int to) {
    int at = from;
    int keepFrom = from; // of the value being kept: what of this piece is not yet in `kept`
    while (at < to && !broken) {
      if (inString) {
        int end = endOfString(bytes, at, to);
        if (readingName) {
          readName(bytes, at, end);
        }
        at = end;
        continue;
      }
      if (depth > level && level > 0) {
        at = deeper(bytes, at, to);
        continue;
      }
      byte c = bytes[at];
      switch (c) {
        case '"' -> {
          inString = true;
          escaped = false;
          if (depth == level && nameExpected) {
            nameExpected = false;
            readingName = true;
            nameLength = 0;
          }
        }
        case '{', '[' -> open(c);
        case '}', ']' -> {
          if (depth == level) {
            endOfValue(bytes, keepFrom, at);
          }
          close();
        }
        case ':' -> {
          if (wanted >= 0 && !keeping) {
            keeping = true;
            keptLength = 0;
            keepFrom = at + 1;
          }
        }
        case ',' -> {
          if (depth == level && level > 0) {
            endOfValue(bytes, keepFrom, at);
            nameExpected = true;
          }
        }
        default -> {
          if (level == 0 && c > ' ') {
            broken = true;
          }
        }
      }
      at++;
    }
    if (keeping) {
      keep(bytes, keepFrom, at);
    }
  }

  /** Moves over what lies deeper than the members that are wanted, which is most of an answer. */
  private int deeper(byte[] bytes, int from, int to) {
    int at = from;
    int open = depth;
    while (at < to && open > level) {
      byte c = bytes[at++];
      if (c == '"') {
        inString = true;
        escaped = false;
        at = endOfString(bytes, at, to);
        if (inString) {
          break;
        }
      } else if (c == '{' || c == '[') {
        open++;
      } else if (c == '}' || c == ']') {
        open--;
      }
    }
    depth = open;
    return at;
  }

  private void open(byte bracket) {
    if (depth == 0 && level > 0) {
      broken = true; // a second root
      return;
    }
    depth++;
    if (level == 0) {
      level = bracket == '{' ? 1 : 2;
    }
    if (depth == level) {
      nameExpected = bracket == '{';
    }
  }

  private void close() {
    depth--;
    if (depth < 0) {
      broken = true;
    }
  }

  private void keep(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length <= 0) {
      return;
    }
    if (keptLength + length > MAX_VALUE) {
      keeping = false;
      wanted = -1;
      return;
    }
    if (keptLength + length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(keptLength + length, 2 * kept.length));
    }
    System.arraycopy(bytes, from, kept, keptLength, length);
    keptLength += length;
  }

  private void endOfValue(byte[] bytes, int from, int to) {
    if (keeping && keptLength == 0 && to - from <= MAX_VALUE) { // all of it is in this piece
      values[wanted] = Arrays.copyOfRange(bytes, from, to);
    } else if (keeping) {
      keep(bytes, from, to);
      if (keeping) { // not given up for its size
        values[wanted] = Arrays.copyOf(kept, keptLength);
      }
    }
    keeping = false;
    wanted = -1;
  }

  /**
   * Moves on to the closing quote, and past it; clears {@link #inString} if it is in this piece.
   */
  private int endOfString(byte[] bytes, int from, int to) {
    int at = from;
    if (escaped) {
      escaped = false;
      at++; // the escaped character, perhaps a quote
    }
    int start = at;
    int quote = Quotes.nextOfAnswer(bytes, at, to);
    while (quote < to) {
      if ((backslashesBefore(bytes, start, quote) & 1) == 0) {
        inString = false;
        return quote + 1;
      }
      quote = Quotes.nextOfAnswer(bytes, quote + 1, to);
    }
    escaped = at <= to && (backslashesBefore(bytes, start, to) & 1) == 1;
    return to;
  }

  private static int backslashesBefore(byte[] bytes, int from, int end) {
    int count = 0;
    while (end - count > from && bytes[end - count - 1] == '\\') {
      count++;
    }
    return count;
  }

  /** A part of a name; with its quote, if it ends here. */
  private void readName(byte[] bytes, int from, int end) {
    readingName = inString;
    if (!inString && nameLength == 0) { // all of it, as nearly always
      wanted = index(bytes, from, end - 1);
      return;
    }
    int length = Math.min(end - from, MAX_NAME - nameLength);
    name = nameLength == 0 ? new byte[MAX_NAME] : name;
    System.arraycopy(bytes, from, name, nameLength, length);
    nameLength += length;
    if (!inString) {
      wanted = index(name, 0, nameLength - 1);
    }
  }

  /** Of the name that stands there, among those that are wanted, or -1. */
  private int index(byte[] bytes, int from, int end) {
    for (int i = 0; i < names.size(); i++) {
      if (end - from == names.get(i).length() && startsWith(names.get(i), bytes, from)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(String text, byte[] bytes, int from) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
