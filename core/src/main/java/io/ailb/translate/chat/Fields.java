package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Malformed;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in a request, with the path to it. A member that is absent or null was
 * not said; one of another type is named.
 */
final class Fields {
  /** Of a whole number; one with a large exponent would fill the memory. */
  private static final int MOST_DIGITS = 1000;

  private final ObjectNode object;
  private final String path;

  private Fields(ObjectNode object, String path) {
    this.object = object;
    this.path = path;
  }

  static Fields of(ObjectNode body) {
    return new Fields(body, "");
  }

  /** Those of {@code value}, which stands at {@code path}. */
  static Fields of(JsonNode value, String path) {
    if (value instanceof ObjectNode object) {
      return new Fields(object, path);
    }
    throw new Malformed(path, "must be an object");
  }

  /** The path of a member. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  ObjectNode node() {
    return object;
  }

  @Nullable JsonNode get(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  boolean has(String name) {
    return get(name) != null;
  }

  @Nullable String string(String name) {
    JsonNode value = get(name);
    return value == null ? null : string(value, path(name));
  }

  static String string(JsonNode value, String path) {
    if (!value.isTextual()) {
      throw new Malformed(path, "must be a string");
    }
    return value.textValue();
  }

  /** A string that has to be there. */
  String required(String name) {
    String value = string(name);
    if (value == null) {
      throw new Malformed(path(name), "is missing");
    }
    return value;
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      throw new Malformed(path(name), "must be true or false");
    }
    return value == null ? null : value.booleanValue();
  }

  @Nullable BigDecimal number(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isNumber()) {
      throw new Malformed(path(name), "must be a number");
    }
    return value == null ? null : value.decimalValue();
  }

  @Nullable BigInteger whole(String name) {
    JsonNode value = get(name);
    if (value != null && !(value.isNumber() && value.canConvertToExactIntegral())) {
      throw new Malformed(path(name), "must be a whole number");
    }
    if (value != null && digits(value.decimalValue()) > MOST_DIGITS) {
      throw new Malformed(path(name), "is too large");
    }
    return value == null ? null : value.bigIntegerValue();
  }

  private static long digits(BigDecimal number) {
    return (long) number.precision() - number.scale();
  }

  /** A whole number that fits. */
  @Nullable Long count(String name) {
    BigInteger value = whole(name);
    if (value != null && value.bitLength() >= Long.SIZE) {
      throw new Malformed(path(name), "is too large");
    }
    return value == null ? null : value.longValue();
  }

  /** An object that has to be there. */
  Fields object(String name) {
    JsonNode value = get(name);
    if (value == null) {
      throw new Malformed(path(name), "is missing");
    }
    return of(value, path(name));
  }

  /** A list's elements, in order; none if it was not said. */
  ArrayNode list(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return object.arrayNode();
    }
    if (value instanceof ArrayNode list) {
      return list;
    }
    throw new Malformed(path(name), "must be a list");
  }
}
