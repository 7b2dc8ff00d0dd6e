package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes for the application, collected until they are taken. For one thread. */
public final class Utf8 {
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

  private Utf8 add(byte[] more) {
    if (length + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more.length, 2 * bytes.length));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
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
