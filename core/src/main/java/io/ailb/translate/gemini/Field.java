package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The name of a member, which Gemini takes in both spellings: {@code topP} and {@code top_p}. */
record Field(String camel, String snake) {
  static Field of(String camel) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        snake.append('_').append((char) (c - 'A' + 'a'));
      } else {
        snake.append(c);
      }
    }
    return new Field(camel, snake.toString());
  }

  /** The member of that name, or null if there is none or it is null. */
  @Nullable JsonNode in(JsonNode object) {
    JsonNode value = object.get(camel);
    if (value == null) {
      value = object.get(snake);
    }
    return value == null || value.isNull() ? null : value;
  }

  /** The member's elements; none if it is no list. */
  ArrayNode list(JsonNode object) {
    return in(object) instanceof ArrayNode list ? list : Json.array();
  }

  /** The member's text, or null if it is none. */
  @Nullable String text(JsonNode object) {
    JsonNode value = in(object);
    return value != null && value.isTextual() ? value.textValue() : null;
  }

  /** Whether the member is true. */
  boolean isTrue(JsonNode object) {
    JsonNode value = in(object);
    return value != null && value.asBoolean();
  }

  /** A name in the spelling that the API's reference uses. */
  static String camel(String name) {
    if (name.indexOf('_') < 1) {
      return name;
    }
    StringBuilder camel = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean joins = c == '_' && i + 1 < name.length();
      camel.append(joins ? Character.toUpperCase(name.charAt(++i)) : c);
    }
    return camel.toString();
  }

  /** Whether a value says no more than its absence would. */
  static boolean isNothing(JsonNode value) {
    return value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty());
  }

  /** A number, which may stand in quotes, as the JSON form of protocol buffers allows. */
  static BigDecimal decimal(JsonNode value, String path) {
    if (value.isNumber()) {
      return value.decimalValue();
    }
    JsonNode quoted = value.isTextual() ? Json.parse(value.textValue()) : null;
    if (quoted != null && quoted.isNumber()) {
      return quoted.decimalValue();
    }
    throw new Malformed(path, "must be a number");
  }

  /** A number without a fraction. */
  static long whole(JsonNode value, String path) {
    try {
      return decimal(value, path).longValueExact();
    } catch (ArithmeticException e) {
      throw new Malformed(path, "must be a whole number");
    }
  }

  /**
   * A number without a fraction that is not less than {@code least}, nor more than 32 bits hold.
   */
  static int count(JsonNode value, String path, int least) {
    long count = whole(value, path);
    if (count < least || count > Integer.MAX_VALUE) {
      throw new Malformed(path, "must be " + least + " or more");
    }
    return (int) count;
  }
}
