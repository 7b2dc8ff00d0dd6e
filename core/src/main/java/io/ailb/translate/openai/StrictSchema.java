package io.ailb.translate.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Schemas that OpenAI takes as strict: every object is closed and requires all of its properties
 * (translation, section 3.7). A caller of a dialect without the word {@code strict} has its schema
 * kept to wherever that can be had without changing what it allows.
 */
public final class StrictSchema {
  /** Keywords that OpenAI refuses in a strict schema. */
  private static final Set<String> REFUSED =
      Set.of(
          "oneOf",
          "allOf",
          "not",
          "if",
          "then",
          "else",
          "dependentRequired",
          "dependentSchemas",
          "patternProperties",
          "prefixItems",
          "unevaluatedProperties",
          "propertyNames");

  private static final Set<String> SCHEMAS_BY_NAME = Set.of("properties", "$defs", "definitions");

  private StrictSchema() {}

  /** The same schema with its objects closed, or null if it cannot be strict. */
  public static @Nullable JsonNode of(JsonNode schema) {
    boolean object = schema.path("type").asText("").equals("object");
    if (!object || schema.has("anyOf")) {
      return null;
    }
    JsonNode copy = schema.deepCopy();
    return close(copy) ? copy : null;
  }

  /** Closes a schema in place, and those in it; false if one cannot be strict. */
  private static boolean close(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return false; // true, which allows anything, among them
    }
    for (String keyword : REFUSED) {
      if (object.has(keyword)) {
        return false;
      }
    }
    return closeObject(object)
        && closeNamed(object)
        && (!object.has("items") || close(object.path("items")))
        && closeAll(object.path("anyOf"));
  }

  private static boolean closeObject(ObjectNode schema) {
    if (!isObject(schema)) {
      return true;
    }
    JsonNode additional = schema.get("additionalProperties");
    if (additional != null && !(additional.isBoolean() && !additional.booleanValue())) {
      return false; // it allows more, and says so
    }
    if (!requiresAll(schema)) {
      return false;
    }
    schema.put("additionalProperties", false);
    if (!schema.has("required")) {
      schema.putArray("required");
    }
    return true;
  }

  private static boolean isObject(ObjectNode schema) {
    JsonNode type = schema.path("type");
    if (type instanceof ArrayNode types) {
      for (JsonNode one : types) {
        if (one.asText("").equals("object")) {
          return true;
        }
      }
    }
    return type.asText("").equals("object") || schema.has("properties");
  }

  private static boolean requiresAll(ObjectNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText("")));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (!required.contains(property.getKey())) {
        return false;
      }
    }
    return true;
  }

  private static boolean closeNamed(ObjectNode schema) {
    for (String keyword : SCHEMAS_BY_NAME) {
      for (Map.Entry<String, JsonNode> named : schema.path(keyword).properties()) {
        if (!close(named.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean closeAll(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      if (!close(schema)) {
        return false;
      }
    }
    return true;
  }
}
