package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.json.JsonCursor;
import io.ailb.json.JsonShape;
import io.ailb.translate.neutral.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The events of one stream as trees. Most differ from the one before in a few words alone: the tree
 * of that one is used again, with those words in it. For one thread.
 */
final class EventTrees {
  /** So many digits are a number that fits. */
  private static final int MOST_DIGITS = 18;

  private static final char UNREADABLE = '\uFFFD';

  /** What follows a backslash, and the character that it stands for. */
  private static final String ESCAPES = "\"\\/bfnrt";

  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final JsonShape shape = JsonShape.withChanges();
  private final JsonCursor cursor = new JsonCursor();
  private ObjectNode tree = Json.object();

  /** Whose value is the one with this number in the shape, and as what. */
  private final JsonNode[] owners = new JsonNode[JsonShape.MOST_VALUES];

  private final String[] names = new String[JsonShape.MOST_VALUES];
  private final int[] places = new int[JsonShape.MOST_VALUES];

  /** What it was in the event that was parsed. */
  private final JsonNode[] parsed = new JsonNode[JsonShape.MOST_VALUES];

  /** Bit n: value n is another one in the tree. */
  private int changed;

  private byte[] unescaped = {};

  /** The object that this text is, good until the next is asked for; null if it is none. */
  @Nullable ObjectNode read(byte[] text, int from, int to) {
    if (shape.fits(text, from, to)) {
      return change(text) ? tree : null;
    }
    shape.forget();
    if (!(Json.parse(text, from, to) instanceof ObjectNode object)) {
      return null;
    }
    tree = object;
    changed = 0;
    shape.begin(text, from, to);
    cursor.over(text, from, to);
    if (!learn(object)) {
      shape.forget();
    }
    return object;
  }

  // Learning which node stands where in the text.

  /** Returns false if text and tree are not told in the same words, such as a name twice. */
  private boolean learn(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return learn(object);
    }
    ArrayNode array = (ArrayNode) node;
    boolean same = cursor.beginArray();
    int place = 0;
    while (same && cursor.nextElement()) {
      same = learn(array, "", place, array.get(place));
      place++;
    }
    return same && place == array.size();
  }

  private boolean learn(ObjectNode object) {
    boolean same = cursor.beginObject();
    int members = 0;
    while (same && cursor.nextName()) {
      String name = cursor.name();
      same = learn(object, name, 0, object.get(name));
      members++;
    }
    return same && members == object.size();
  }

  private boolean learn(JsonNode owner, String name, int place, @Nullable JsonNode value) {
    if (value == null) {
      return false;
    }
    if (value.isContainerNode()) {
      return learn(value);
    }
    int from = cursor.valueStart();
    cursor.skip();
    int number = shape.varies(from, cursor.position());
    if (number >= 0) {
      owners[number] = owner;
      names[number] = name;
      places[number] = place;
      parsed[number] = value;
    }
    return cursor.ok();
  }

  // Changing what is other than in the event that was parsed.

  private boolean change(byte[] text) {
    int before = changed;
    changed = 0;
    for (int i = 0; i < shape.changes(); i++) {
      JsonNode value = value(text, shape.changedFrom(i), shape.changedTo(i));
      if (value == null) {
        shape.forget();
        return false;
      }
      int number = shape.changed(i);
      changed |= 1 << number;
      put(number, value);
    }
    for (int back = before & ~changed; back != 0; back &= back - 1) {
      int number = Integer.numberOfTrailingZeros(back);
      put(number, parsed[number]);
    }
    return true;
  }

  private void put(int number, JsonNode value) {
    if (owners[number] instanceof ObjectNode object) {
      object.set(names[number], value);
    } else {
      ((ArrayNode) owners[number]).set(places[number], value);
    }
  }

  private @Nullable JsonNode value(byte[] text, int from, int to) {
    boolean string = text[from - 1] == '"';
    JsonNode plain = string ? plainText(text, from, to) : number(text, from, to);
    if (plain != null) {
      return plain;
    }
    return string ? Json.parse(text, from - 1, to + 1) : Json.parse(text, from, to);
  }

  private static @Nullable JsonNode number(byte[] digits, int from, int to) {
    if (to - from > MOST_DIGITS) {
      return null;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + (digits[i] - '0');
    }
    return (int) number == number
        ? JsonNodeFactory.instance.numberNode((int) number)
        : JsonNodeFactory.instance.numberNode(number);
  }

  /** Null where it takes a parser to know whether it is a text, and which. */
  private @Nullable JsonNode plainText(byte[] bytes, int from, int to) {
    if (to - from > unescaped.length) {
      unescaped = new byte[2 * (to - from)];
    }
    int length = 0;
    for (int i = from; i < to; i++) {
      byte c = bytes[i];
      if (c == '\\') {
        int escape = ESCAPES.indexOf(bytes[++i]); // a string that closed never ends in this
        if (escape < 0) {
          return null;
        }
        c = (byte) ESCAPED.charAt(escape);
      } else if (c >= 0 && c < ' ') {
        return null;
      }
      unescaped[length++] = c;
    }
    String text = new String(unescaped, 0, length, StandardCharsets.UTF_8);
    return text.indexOf(UNREADABLE) < 0 ? JsonNodeFactory.instance.textNode(text) : null;
  }
}
