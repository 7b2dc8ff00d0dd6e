package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes for the application, collected until they are taken. For one thread. */
public final class Utf8 {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** What follows the backslash of a control character that has a letter; 0 = it has none. */
  private static final byte[] LETTERS = new byte[' '];

  static {
    LETTERS['\b'] = 'b';
    LETTERS['\t'] = 't';
    LETTERS['\n'] = 'n';
    LETTERS['\f'] = 'f';
    LETTERS['\r'] = 'r';
  }

  private static final char REPLACEMENT = '\uFFFD';

  /** The most bytes that one character becomes, as an escape or as two halves of a pair. */
  private static final int LONGEST = 6;

  private byte[] bytes = new byte[256];
  private int length;

  /** Adds a text. */
  public Utf8 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a value, in one line. */
  public Utf8 add(JsonNode value) {
    return add(Json.bytes(value));
  }

  /** Adds a text that is UTF-8 already. */
  public Utf8 add(byte[] more) {
    makeRoom(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** Adds a text as a string of JSON. Half a pair of surrogates is a character that is missing. */
  public Utf8 quoted(String text) {
    makeRoom(text.length() + 2);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        bytes[length++] = (byte) c;
        continue;
      }
      makeRoom(LONGEST + text.length() - i);
      if (c < 0x80) {
        escape(c);
      } else {
        int point = text.codePointAt(i);
        i += Character.charCount(point) - 1;
        encode(Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    if (c >= ' ') {
      bytes[length++] = (byte) c;
    } else if (LETTERS[c] != 0) {
      bytes[length++] = LETTERS[c];
    } else {
      bytes[length++] = 'u';
      bytes[length++] = '0';
      bytes[length++] = '0';
      bytes[length++] = HEX[c >> 4];
      bytes[length++] = HEX[c & 0xF];
    }
  }

  private void encode(int point) {
    if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        bytes[length++] = (byte) (0xE0 | (point >> 12));
      } else {
        bytes[length++] = (byte) (0xF0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
      }
      bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (point & 0x3F));
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** What was added since the last time. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }
}
