package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A small document that follows a JSON Schema, as far as simple schemas go: properties, arrays,
 * enums and plain types. References and combinations become a string.
 */
final class SchemaExample {
  private SchemaExample() {}

  /** A schema that allows any object gives {@code {"text": …}}. */
  static String of(JsonNode schema, String text) {
    JsonNode type = schema.path("type");
    boolean bare = type.isMissingNode() && schema.path("properties").isMissingNode();
    return Json.text(bare ? JsonObject.object("text", text) : value(schema, text));
  }

  private static @Nullable Object value(JsonNode schema, String text) {
    if (schema.path("enum").size() > 0) {
      return schema.get("enum").get(0);
    }
    JsonNode type = schema.path("type");
    String first = type.isArray() ? type.path(0).asText() : type.asText();
    // Gemini writes the types in upper case.
    return switch (first.toLowerCase(Locale.ROOT)) {
      case "object" -> object(schema, text);
      case "array" -> Collections.singletonList(value(schema.path("items"), text));
      case "integer" -> 1;
      case "number" -> 0.5;
      case "boolean" -> true;
      case "null" -> null;
      default -> text;
    };
  }

  private static Object object(JsonNode schema, String text) {
    JsonObject object = JsonObject.object();
    for (var property : schema.path("properties").properties()) {
      object.with(property.getKey(), value(property.getValue(), text));
    }
    return object;
  }
}
