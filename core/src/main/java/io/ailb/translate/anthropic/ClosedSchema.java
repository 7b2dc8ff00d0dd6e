package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Refused;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema in the few words that Anthropic binds answers with: objects are closed, and what
 * has no word goes into the description, where the model at least reads it (translation, section
 * 3.7).
 */
final class ClosedSchema {
  private static final Set<String> KEPT =
      Set.of("type", "required", "enum", "const", "$ref", "title");

  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");

  /** Say nothing about a value. */
  private static final Set<String> SILENT = Set.of("$schema", "$id", "$anchor", "$comment");

  private static final String DEFINITIONS = "#/definitions/";

  private final ObjectNode from;
  private final String field;
  private final ObjectNode to = Json.object();
  private final StringBuilder lost = new StringBuilder();

  private ClosedSchema(ObjectNode from, String field) {
    this.from = from;
    this.field = field;
  }

  /**
   * @param field that the schema stands in, for the message that it cannot be said
   */
  static JsonNode of(JsonNode schema, String field) {
    return schema instanceof ObjectNode object
        ? new ClosedSchema(object, field).schema()
        : schema.deepCopy();
  }

  private ObjectNode schema() {
    for (Map.Entry<String, JsonNode> keyword : from.properties()) {
      keyword(keyword.getKey(), keyword.getValue());
    }
    if (isObject()) {
      to.put("additionalProperties", false);
    }
    describe();
    return to.has("$ref") && to.size() > 1 ? beside() : to;
  }

  private void keyword(String name, JsonNode value) {
    switch (name) {
      case "properties" -> to.set(name, each(value));
      case "$defs", "definitions" -> to.set("$defs", each(value));
      case "items" -> items(value);
      case "anyOf", "allOf" -> to.set(name, list(value));
      case "oneOf" -> oneOf(value);
      case "additionalProperties" -> more(value);
      case "description" -> {}
      case "format" -> keepIf(FORMATS.contains(value.asText()), name, value);
      case "minItems" -> keepIf(value.asInt(2) <= 1, name, value);
      case "$ref" -> to.set(name, reference(value));
      default -> {
        if (!SILENT.contains(name)) {
          keepIf(KEPT.contains(name), name, value);
        }
      }
    }
  }

  private void keepIf(boolean known, String name, JsonNode value) {
    if (known) {
      to.set(name, value.deepCopy());
    } else {
      lost.append(lost.isEmpty() ? "" : ", ").append(name).append(": ").append(Json.text(value));
    }
  }

  private JsonNode each(JsonNode schemas) {
    ObjectNode closed = Json.object();
    schemas.properties().forEach(one -> closed.set(one.getKey(), of(one.getValue(), field)));
    return closed;
  }

  private ArrayNode list(JsonNode schemas) {
    ArrayNode closed = Json.array();
    schemas.forEach(one -> closed.add(of(one, field)));
    return closed;
  }

  private void items(JsonNode value) {
    if (value.isObject()) {
      to.set("items", of(value, field));
    } else {
      keepIf(false, "items", value);
    }
  }

  private void oneOf(JsonNode value) {
    if (from.has("anyOf")) {
      keepIf(false, "oneOf", value);
    } else {
      to.set("anyOf", list(value));
    }
  }

  /** Members whose names are not known beforehand are more than a closed object can hold. */
  private void more(JsonNode value) {
    if (value.isObject() && !value.isEmpty()) {
      throw new Refused(field, "has objects with members of any name, which Anthropic cannot bind");
    }
  }

  private boolean isObject() {
    JsonNode type = from.path("type");
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (one.asText().equals("object")) {
          return true;
        }
      }
    }
    return type.asText().equals("object") || from.has("properties");
  }

  private static JsonNode reference(JsonNode value) {
    return value.asText().startsWith(DEFINITIONS)
        ? TextNode.valueOf("#/$defs/" + value.asText().substring(DEFINITIONS.length()))
        : value;
  }

  private void describe() {
    @Nullable String given = Json.string(from, "description");
    if (lost.isEmpty()) {
      if (given != null) {
        to.put("description", given);
      }
      return;
    }
    String rest = "{" + lost + "}";
    to.put("description", given == null || given.isEmpty() ? rest : given + "\n\n" + rest);
  }

  /** A reference stands alone: what stood beside it moves around it. */
  private ObjectNode beside() {
    ObjectNode reference = Json.object();
    reference.set("$ref", to.remove("$ref"));
    if (to.has("anyOf")) {
      to.withArray("/allOf").add(reference);
    } else {
      to.putArray("anyOf").add(reference);
    }
    return to;
  }
}
