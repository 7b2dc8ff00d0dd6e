package io.ailb.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request's JSON as the caller wrote it, and where in it the model's name stands, so that another
 * name can be put there without touching any other byte: prompt caches and unknown fields depend on
 * that.
 *
 * @param text from index 0 to its limit; neither its bytes nor its position are changed
 * @param model the model's name in the text; empty if it names none
 * @param modelFrom index of the opening quote of the model's name, or of the place just inside the
 *     root object if it names none; -1 if there is no such place
 * @param modelTo index after the closing quote; equals {@code modelFrom} if it names none
 * @param sent the bytes as they came; the same object as {@code text} unless they are compressed
 */
public record CallBody(ByteBuffer text, String model, int modelFrom, int modelTo, ByteBuffer sent) {

  /** A body without anything to put a model into. */
  public static CallBody plain(byte[] bytes) {
    ByteBuffer text = ByteBuffer.wrap(bytes);
    return new CallBody(text, "", -1, -1, text);
  }

  /** Whether {@link #text} is not what was sent but what that unfolds to. */
  @SuppressWarnings("ReferenceEquality") // the same object is the mark
  public boolean compressed() {
    return sent != text;
  }

  /** Whether the text itself names a model. */
  public boolean namesModel() {
    return modelFrom < modelTo;
  }

  /** As it came. */
  public List<ByteBuffer> unchanged() {
    return sent.limit() == 0 ? List.of() : List.of(sent);
  }

  /** The text with this name as the model's; not compressed. */
  public List<ByteBuffer> withModel(String model) {
    if (modelFrom < 0) {
      throw new IllegalStateException("the body has no place for a model");
    }
    return List.of(
        part(0, modelFrom),
        ByteBuffer.wrap(namesModel() ? quote(model) : member(model)),
        part(modelTo, text.limit()));
  }

  private byte[] member(String model) {
    String value = new String(quote(model), StandardCharsets.UTF_8);
    return ("\"model\":" + value + commaIfMembersFollow()).getBytes(StandardCharsets.UTF_8);
  }

  private String commaIfMembersFollow() {
    int next = modelTo;
    while (text.get(next) <= ' ') {
      next++;
    }
    return text.get(next) == '}' ? "" : ",";
  }

  private ByteBuffer part(int from, int to) {
    return text.slice(from, to - from);
  }

  private static byte[] quote(String name) {
    byte[] plain = new byte[name.length() + 2]; // as nearly always
    plain[0] = '"';
    plain[plain.length - 1] = '"';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return escaped(name).getBytes(StandardCharsets.UTF_8);
      }
      plain[i + 1] = (byte) c;
    }
    return plain;
  }

  private static String escaped(String name) {
    StringBuilder quoted = new StringBuilder(name.length() + 2).append('"');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
