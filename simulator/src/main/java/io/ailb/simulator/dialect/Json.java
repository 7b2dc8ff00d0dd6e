package io.ailb.simulator.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Bodies to trees and back. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String text(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own answer is no JSON", e);
    }
  }

  /** The request's body, which must be a JSON object. */
  static JsonNode body(Request request) throws Refusal {
    try {
      JsonNode body = MAPPER.readTree(request.body());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // The provider does not say where either.
    }
    throw Refusal.invalid("We could not parse the JSON body of your request.");
  }

  static JsonNode empty() {
    return MAPPER.createObjectNode();
  }

  /** A tree of our own JSON. */
  static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON: " + text, e);
    }
  }

  static @Nullable String string(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.isTextual() ? value.textValue() : null;
  }

  static @Nullable Integer integer(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.canConvertToInt() ? value.intValue() : null;
  }
}
