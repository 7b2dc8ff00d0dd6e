package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of JSON by its outermost members, each with its place in the text. */
final class Members {
  private final byte[] text;
  private final Map<String, Member> all = new LinkedHashMap<>();

  /**
   * A member.
   *
   * @param token its value begins with
   * @param from where its value begins
   * @param to where it has ended
   */
  record Member(JsonToken token, int from, int to) {}

  private Members(byte[] text) {
    this.text = text;
  }

  /**
   * Of an object, and nothing behind it.
   *
   * @throws IOException if it is none; says where
   */
  static Members of(byte[] text) throws IOException {
    Members members = new Members(text);
    try (JsonParser parser = Json.read(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object of JSON");
      }
      JsonToken next = parser.nextToken();
      while (next == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        int from = offset(parser);
        parser.skipChildren();
        next = parser.nextToken();
        // Where a text ends is told by what comes next: to read it would take thrice its memory.
        members.all.put(key, new Member(value, from, members.endBefore(offset(parser), next)));
      }
      if (parser.nextToken() != null) {
        throw new IOException("more behind the object of JSON");
      }
    }
    return members;
  }

  private static int offset(JsonParser parser) throws IOException {
    long offset = parser.currentTokenLocation().getByteOffset();
    if (offset < 0) {
      throw new IOException("not UTF-8");
    }
    return (int) offset;
  }

  private int endBefore(int next, JsonToken what) {
    int end = blanksBefore(next);
    return what == JsonToken.FIELD_NAME ? blanksBefore(end - 1) : end; // a comma
  }

  private int blanksBefore(int offset) {
    int end = offset;
    while (text[end - 1] <= ' ') {
      end--;
    }
    return end;
  }

  @Nullable Member get(String name) {
    return all.get(name);
  }

  /** Whether it is there and not null. */
  boolean has(String name) {
    Member member = all.get(name);
    return member != null && member.token() != JsonToken.VALUE_NULL;
  }

  /** The text of a member that is one; null = there is none. */
  @Nullable String string(String name) throws IOException {
    Member member = all.get(name);
    if (member == null || member.token() != JsonToken.VALUE_STRING) {
      return null;
    }
    try (JsonParser parser = Json.read(text, member.from(), member.to())) {
      parser.nextToken();
      return parser.getText();
    }
  }

  /** Of an item: {@code custom_id}, else {@code id}; null = it has none. */
  @Nullable String id() throws IOException {
    for (String name : List.of("custom_id", "id")) {
      Member member = all.get(name);
      if (member != null && member.token().isScalarValue() && has(name)) {
        String words = string(name);
        return words == null ? raw(member) : words;
      }
    }
    return null;
  }

  /** As it stands there. */
  byte[] value(Member member) {
    return Arrays.copyOfRange(text, member.from(), member.to());
  }

  /** Writes one of them as it stands there, with its name. */
  void copy(String name, ByteArrayOutputStream to) {
    Member member = all.get(name);
    if (member != null) {
      char[] quoted = JsonStringEncoder.getInstance().quoteAsString(name);
      to.writeBytes(('"' + String.valueOf(quoted) + "\":").getBytes(UTF_8));
      to.write(text, member.from(), member.to() - member.from());
    }
  }

  /** The names, in their order. */
  Iterable<String> names() {
    return all.keySet();
  }

  /** As it stands there. */
  String raw(Member member) {
    return new String(text, member.from(), member.to() - member.from(), UTF_8);
  }

  /**
   * The object with another member in front.
   *
   * @param value in JSON
   */
  byte[] with(String name, String value) {
    ByteArrayOutputStream object = new ByteArrayOutputStream(text.length + value.length() + 32);
    int start = 0;
    while (text[start] != '{') {
      start++;
    }
    object.writeBytes(("{\"" + name + "\":" + value + (all.isEmpty() ? "" : ",")).getBytes(UTF_8));
    object.write(text, start + 1, text.length - start - 1);
    return object.toByteArray();
  }
}
