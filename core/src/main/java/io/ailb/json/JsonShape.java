package io.ailb.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What JSON texts have in common that are the same but for what stands in some strings and whole
 * numbers, as the events of a stream mostly are: such a text need not be read to know what it is.
 * Comparing takes a fraction of the time of reading. For one thread.
 */
public final class JsonShape {
  /** So many values may be others; those after them may not. */
  public static final int MOST_VALUES = 16;

  private static final int LONGEST = 4 * 1024;

  private static final byte[] NOTHING = {};

  /** The text that was read. */
  private byte[] text = NOTHING;

  /** Its length; 0 = there is none. */
  private int length;

  /** Where it stood when it was read. */
  private int origin;

  /** Where in it values stand that may be others, without quotes: of each its begin and its end. */
  private final short[] spans = new short[2 * MOST_VALUES];

  private int values;
  private boolean counted;

  /** Of the text compared last, of each value that is another there: which, its begin, its end. */
  private final int @Nullable [] changed;

  private int changes;

  /** Of texts about which no more is asked than whether they fit. */
  public JsonShape() {
    this(null);
  }

  private JsonShape(int @Nullable [] changed) {
    this.changed = changed;
  }

  /** One that also tells what is another in a text that fits. */
  public static JsonShape withChanges() {
    return new JsonShape(new int[3 * MOST_VALUES]);
  }

  /** Begins with a text that is read now; one that is too long has no shape. */
  public void begin(byte[] bytes, int from, int to) {
    forget();
    origin = from;
    if (to - from > LONGEST) {
      return;
    }
    length = to - from;
    if (length > text.length) {
      text = new byte[length + length / 2]; // the next is hardly longer
    }
    System.arraycopy(bytes, from, text, 0, length);
  }

  /** No text is like this any more. */
  public void forget() {
    length = 0;
    values = 0;
    counted = false;
  }

  /**
   * The value between these indices, where the text stood that is read, may be another. Values are
   * told in their order; what is neither a string nor a whole number, or is empty, does not count.
   *
   * @return its number; -1 if it does not count
   */
  public int varies(int from, int to) {
    if (length == 0 || values == MOST_VALUES || from >= to) {
      return -1;
    }
    int first = from - origin;
    int last = to - origin;
    if (text[first] == '"') {
      first++;
      last--;
    } else if (afterDigits(text, first, last) < last) {
      return -1;
    }
    if (first >= last) {
      return -1;
    }
    spans[2 * values] = (short) first;
    spans[2 * values + 1] = (short) last;
    return values++;
  }

  /** The same of a count, whose value matters. */
  void counts(int from, int to) {
    counted |= varies(from, to) >= 0;
  }

  /** Whether among the values are counts: who wants to know them reads the latest text. */
  public boolean isCounted() {
    return counted;
  }

  /** Whether this is such a text: JSON, as the one that was read. */
  public boolean fits(byte[] bytes, int from, int to) {
    changes = 0;
    if (length == 0) {
      return false;
    }
    int at = 0;
    int place = from;
    int value = 0;
    while (true) {
      int same = Arrays.mismatch(text, at, length, bytes, place, to);
      if (same < 0) {
        return true;
      }
      at += same;
      place += same;
      while (value < values && spans[2 * value + 1] < at) {
        value++;
      }
      if (value == values || at < spans[2 * value]) {
        return false;
      }
      int start = place - (at - spans[2 * value]);
      int end = end(value, bytes, start, to);
      if (end <= start) {
        return false;
      }
      if (changed != null) {
        changed[3 * changes] = value;
        changed[3 * changes + 1] = start;
        changed[3 * changes + 2] = end;
        changes++;
      }
      at = spans[2 * value + 1];
      place = end;
      value++;
    }
  }

  /** Where a value that begins at {@code start} ends; not after that if it is none. */
  private int end(int value, byte[] bytes, int start, int to) {
    if (isString(value)) {
      return Quotes.close(bytes, start, to) - 1;
    }
    int end = afterDigits(bytes, start, to);
    return end > start + 1 && bytes[start] == '0' ? start : end;
  }

  private boolean isString(int value) {
    int first = spans[2 * value];
    return first > 0 && text[first - 1] == '"';
  }

  private static int afterDigits(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  // Of one that was made withChanges:

  /** How many values are others in the text that was compared last. */
  public int changes() {
    return changes;
  }

  /** The number of such a value. */
  public int changed(int change) {
    return told(3 * change);
  }

  /** Where it begins there, a string without its quote. */
  public int changedFrom(int change) {
    return told(3 * change + 1);
  }

  /** Where it ends. */
  public int changedTo(int change) {
    return told(3 * change + 2);
  }

  private int told(int index) {
    if (changed == null) {
      throw new IllegalStateException("nobody wanted to know");
    }
    return changed[index];
  }
}
