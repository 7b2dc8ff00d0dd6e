package io.ailb.translate.neutral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Trees of JSON in which numbers keep all their digits and members their order. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** The value that this text is, or null if it is none. */
  public static @Nullable JsonNode parse(byte[] text, int from, int to) {
    try {
      JsonNode node = MAPPER.readTree(text, from, to - from);
      return node == null || node.isMissingNode() ? null : node;
    } catch (IOException | NumberFormatException e) {
      return null; // the latter for exponents that no number has
    }
  }

  /** The value that this text is, or null if it is none. */
  public static @Nullable JsonNode parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** The object that this text is, or null if it is none; an empty text is an empty object. */
  public static @Nullable ObjectNode object(String text) {
    if (text.isBlank()) {
      return object();
    }
    return parse(text) instanceof ObjectNode object ? object : null;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** In one line. */
  public static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** In one line, as UTF-8. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** A member's text, or null if it is no string. */
  public static @Nullable String string(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.isTextual() ? value.textValue() : null;
  }

  /** A member's number, or null if it is none, has a fraction or more than 64 bits. */
  public static @Nullable Long whole(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null
        || !value.isNumber()
        || !value.canConvertToExactIntegral()
        || !value.canConvertToLong()) {
      return null;
    }
    return value.longValue();
  }

  /** A member's truth value, or null if it is none. */
  public static @Nullable Boolean flag(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isBoolean()) {
      return null;
    }
    return value.booleanValue();
  }

  /** A member's elements, or none if it is no list: an answer that is odd there is not all lost. */
  public static ArrayNode list(JsonNode object, String name) {
    return object.get(name) instanceof ArrayNode list ? list : array();
  }

  /** Whether a member is there and not null. */
  public static boolean has(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && !value.isNull();
  }
}
