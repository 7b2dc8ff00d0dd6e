package io.ailb.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a JSON text in place. Lenient where it may be (it does not check what it skips beyond
 * brackets and strings) and never fatal: after something it cannot read, {@link #ok()} is false and
 * every question is answered with no. Reusable; for one thread.
 *
 * <pre>{@code
 * if (cursor.over(bytes, 0, bytes.length).beginObject()) {
 *   while (cursor.nextName()) {
 *     if (cursor.nameIs("model")) { model = cursor.string(); } else { cursor.skip(); }
 *   }
 * }
 * }</pre>
 */
public final class JsonCursor {
  /** From this length on, a string of which the first half holds no space is taken for a file. */
  private static final int BLOB = 512;

  /** Deeper than this not even a strict one looks: whoever nests so wants to do harm. */
  private static final int DEEP = 64;

  private static final byte[] NOTHING = {};

  private final boolean strict;

  /** Of the text that is read; null = nobody wants to know. */
  private final @Nullable JsonShape shape;

  private byte[] bytes = NOTHING;
  private int at;
  private int to;
  private int nameFrom;
  private int nameTo;

  private int blobs;
  private int blobBytes;

  /** What is looked for in the value that is being skipped. */
  private @Nullable Words wanted;

  private boolean met;

  /** Just inside a bracket: a member or element may follow without a comma. */
  private boolean first;

  private boolean ok;

  /** How many values that are being skipped this one lies in. */
  private int depth;

  /** A lenient one. */
  public JsonCursor() {
    this(false, null);
  }

  private JsonCursor(boolean strict, @Nullable JsonShape shape) {
    this.strict = strict;
    this.shape = shape;
  }

  /**
   * One that holds what it skips to the grammar as well, outside of strings: brackets by their
   * kind, commas, colons, numbers and words. Only {@code NaN} and {@code Infinity} pass, which some
   * servers write. It does not look for {@link #skipMeets words}.
   */
  public static JsonCursor strict() {
    return new JsonCursor(true, null);
  }

  /**
   * The same.
   *
   * @param shape takes down, of a text with which it has begun, values that nobody has looked at
   *     more closely than whether there are any
   */
  public static JsonCursor strict(JsonShape shape) {
    return new JsonCursor(true, shape);
  }

  /** Begins at {@code from}; reads no further than {@code to}, exclusive. */
  public JsonCursor over(byte[] text, int from, int to) {
    this.bytes = text;
    this.at = from;
    this.to = to;
    this.ok = true;
    this.depth = 0;
    this.first = false;
    this.blobs = 0;
    this.blobBytes = 0;
    this.met = false;
    return this;
  }

  /** Whether all that was read so far could be read. */
  public boolean ok() {
    return ok;
  }

  /** The index of the next byte to read. */
  public int position() {
    return at;
  }

  /** Moves over white space to the value that follows, and returns its index. */
  public int valueStart() {
    skipSpace();
    return at;
  }

  /** Whether nothing but white space is left. */
  public boolean atEnd() {
    skipSpace();
    return at == to;
  }

  /** Enters an object, if the value here is one. */
  public boolean beginObject() {
    return begin('{');
  }

  /** Enters an array, if the value here is one. */
  public boolean beginArray() {
    return begin('[');
  }

  private boolean begin(char bracket) {
    if (peek() != bracket) {
      return false;
    }
    at++;
    first = true;
    return true;
  }

  /** Moves to the value of the object's next member; false at its end, which is then behind us. */
  public boolean nextName() {
    if (!nextItem('}')) {
      return false;
    }
    if (peek() != '"') {
      return fail();
    }
    nameFrom = at + 1;
    int end = Quotes.close(bytes, nameFrom, to);
    if (end < 0) {
      return fail();
    }
    nameTo = end - 1;
    at = end;
    if (peek() != ':') {
      return fail();
    }
    at++;
    return true;
  }

  /** Moves to the array's next element; false at its end, which is then behind us. */
  public boolean nextElement() {
    return nextItem(']');
  }

  private boolean nextItem(char end) {
    int c = peek();
    boolean begun = !first;
    first = false;
    if (c == end) {
      at++;
      return false;
    }
    if (!begun) {
      return c >= 0 || fail();
    }
    if (c != ',') {
      return fail();
    }
    at++;
    return peek() >= 0 || fail();
  }

  /** Whether the current member's name is this one, which must be plain ASCII without escapes. */
  public boolean nameIs(String name) {
    return isAt(name, nameFrom, nameTo);
  }

  /** The current member's name as it stands in the text, escapes and all. */
  public String name() {
    return new String(bytes, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
  }

  /** The first character of the value here, as it stands in the text; -1 at the end. */
  public int peek() {
    skipSpace();
    return ok && at < to ? bytes[at] : -1;
  }

  /** Moves over the value here, whatever it is. */
  public void skip() {
    int from = valueStart();
    move();
    if (shape != null && ok) {
      shape.varies(from, at);
    }
  }

  /** The same of a value that means something. */
  private void move() {
    int c = peek();
    if (c == '"') {
      skipString();
    } else if (c != '{' && c != '[') {
      skipScalar();
    } else if (strict && depth < DEEP) {
      skipStrictly();
    } else {
      skipNested();
    }
    first = false;
  }

  private void skipStrictly() {
    depth++;
    if (beginObject()) {
      while (nextName()) {
        skip();
      }
    } else if (beginArray()) {
      while (nextElement()) {
        skip();
      }
    }
    depth--;
  }

  /**
   * Moves over the value here and tells whether, somewhere inside it, one of these stands as a name
   * or a value. It costs next to nothing.
   */
  public boolean skipMeets(Words words) {
    wanted = words;
    met = false;
    skip();
    wanted = null;
    return met;
  }

  /** Another cursor, over what this one has moved over since {@code from}. */
  public JsonCursor back(int from) {
    return new JsonCursor().over(bytes, from, at);
  }

  private void skipString() {
    int from = at + 1;
    int end = Quotes.close(bytes, from, to);
    if (end < 0) {
      fail();
      return;
    }
    met(from, end);
    at = end;
  }

  /** A string is being skipped; it ends, with its quote, at {@code end}. */
  private void met(int from, int end) {
    int length = end - from;
    if (length >= BLOB && isBlob(from)) {
      blobs++;
      blobBytes += length + 1;
    }
    if (wanted != null && !met) {
      met = wanted.has(bytes, from, end - 1);
    }
  }

  private boolean isBlob(int from) {
    for (int i = from; i < from + BLOB / 2; i++) {
      if (bytes[i] <= ' ' || bytes[i] == '\\') {
        return false;
      }
    }
    return true;
  }

  /** How many of the strings skipped so far are files, not text: long, and without a space. */
  public int blobs() {
    return blobs;
  }

  /** The bytes of {@link #blobs()}. */
  public int blobBytes() {
    return blobBytes;
  }

  private void skipNested() {
    byte[] text = bytes; // what is looked at for each byte lies at hand
    int end = to;
    int i = at;
    int open = 0;
    while (i < end) {
      byte c = text[i++];
      if (c == '"') {
        int from = i;
        i = Quotes.close(text, from, end);
        if (i < 0) {
          break;
        }
        met(from, i);
      } else if (c == '{' || c == '[') {
        open++;
      } else if (c == '}' || c == ']') {
        open--;
        if (open == 0) {
          at = i;
          return;
        }
      }
    }
    fail();
  }

  private void skipScalar() {
    int from = at;
    while (at < to && isScalar(bytes[at])) {
      at++;
    }
    if (at == from || (strict && !Scalars.isOne(bytes, from, at))) {
      fail();
    }
  }

  private static boolean isScalar(byte c) {
    return c != ',' && c != '}' && c != ']' && c > ' ' && c != '"' && c != ':';
  }

  /** Reads {@code true} or {@code false}; anything else is skipped and false. */
  public boolean bool() {
    boolean value = peek() == 't';
    move();
    return value && ok;
  }

  /**
   * Whether the value here is something: not null, {@code ""}, {@code []} or {@code {}}. Skips it.
   */
  public boolean something() {
    int c = peek();
    int from = at;
    skip();
    return ok
        && switch (c) {
          case 'n' -> false;
          case '"' -> at - from > 2;
          case '[', '{' -> !isBlank(from + 1, at - 1);
          default -> true;
        };
  }

  private boolean isBlank(int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  /** Reads a whole number of at most 18 digits, 0 or more; anything else is skipped and -1. */
  public long count() {
    int from = valueStart();
    move();
    return count(from);
  }

  /**
   * The same of a total so far, which a later text of the same shape may state anew: the shape
   * tells that it has such values.
   */
  public long countSoFar() {
    int from = valueStart();
    move();
    if (shape != null && ok) {
      shape.counts(from, at);
    }
    return count(from);
  }

  private long count(int from) {
    if (!ok || at - from > 18 || at == from) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < at; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** Reads a number; anything else is skipped and NaN. */
  public double number() {
    int from = valueStart();
    int c = peek();
    move();
    if (!ok || c == '"' || c == '{' || c == '[') {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Whether the value here is exactly this string, plain ASCII without escapes. Skips it. */
  public boolean stringIs(String text) {
    int from = valueStart();
    move();
    return ok && bytes[from] == '"' && isAt(text, from + 1, at - 1);
  }

  /**
   * The index of the string here among {@code texts}, all plain ASCII without escapes, or -1. Skips
   * it.
   */
  public int which(String... texts) {
    int from = valueStart();
    move();
    if (ok && bytes[from] == '"') {
      for (int i = 0; i < texts.length; i++) {
        if (isAt(texts[i], from + 1, at - 1)) {
          return i;
        }
      }
    }
    return -1;
  }

  private boolean isAt(String text, int from, int end) {
    if (end - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Reads a string, escapes resolved; anything else is skipped and empty. */
  public String string() {
    int from = valueStart();
    move();
    if (!ok || bytes[from] != '"') {
      return "";
    }
    String raw = new String(bytes, from + 1, at - from - 2, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : unescape(raw);
  }

  private String unescape(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = raw.charAt(i++); // a string that closed never ends in a lone backslash
      switch (escape) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          int code = hex(raw, i);
          if (code < 0) {
            fail();
            return "";
          }
          text.append((char) code);
          i += 4;
        }
        default -> text.append(escape);
      }
    }
    return text.toString();
  }

  private static int hex(String raw, int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  private void skipSpace() {
    while (at < to && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
  }

  private boolean fail() {
    ok = false;
    at = to;
    return false;
  }
}
