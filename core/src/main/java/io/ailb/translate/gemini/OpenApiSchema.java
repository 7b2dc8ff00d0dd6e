package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import java.util.Locale;
import java.util.Map;

/**
 * Gemini's older form of schemas: names of types in capitals, {@code nullable}, counts in quotes.
 */
final class OpenApiSchema {
  private OpenApiSchema() {}

  static JsonNode toJsonSchema(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode read = Json.object();
    boolean nullable = false;
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      JsonNode value = keyword.getValue();
      String name = Field.camel(keyword.getKey());
      if (name.equals("nullable")) {
        nullable = value.asBoolean();
      } else if (!value.isNull()) {
        keyword(name, value, read);
      }
    }
    if (nullable) {
      allowNull(read);
    }
    return read;
  }

  private static void keyword(String name, JsonNode value, ObjectNode read) {
    switch (name) {
      case "type" -> type(value, read);
      case "properties", "$defs", "defs" -> {
        ObjectNode members = read.putObject(name.equals("properties") ? name : "$defs");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          members.set(member.getKey(), toJsonSchema(member.getValue()));
        }
      }
      case "items", "additionalProperties" -> read.set(name, toJsonSchema(value));
      case "anyOf" -> {
        ArrayNode branches = read.putArray(name);
        value.forEach(branch -> branches.add(toJsonSchema(branch)));
      }
      case "ref" -> read.set("$ref", value);
      case "example" -> read.putArray("examples").add(value);
      case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
          read.put(name, Field.whole(value, name));
      default -> read.set(name, value);
    }
  }

  private static void type(JsonNode type, ObjectNode read) {
    if (!type.isTextual()) {
      read.set("type", type);
    } else if (!type.textValue().equals("TYPE_UNSPECIFIED")) {
      read.put("type", type.textValue().toLowerCase(Locale.ROOT));
    }
  }

  private static void allowNull(ObjectNode schema) {
    JsonNode type = schema.get("type");
    if (type != null && type.isTextual()) {
      schema.putArray("type").add(type).add("null");
    }
    if (schema.get("enum") instanceof ArrayNode values) {
      values.addNull();
    }
    if (type == null && schema.get("anyOf") instanceof ArrayNode branches) {
      branches.addObject().put("type", "null");
    }
  }
}
