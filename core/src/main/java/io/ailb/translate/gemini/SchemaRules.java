package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.util.Map;
import java.util.Set;

/**
 * Says a JSON Schema in the keywords that Gemini takes for answers (translation, section 3.7).
 * Limits that it does not know become words of the description; what cannot be said that way
 * without changing which answers are valid makes the target not eligible.
 */
final class SchemaRules {
  private static final String FIELD = "response_format";

  private static final Set<String> KEPT =
      Set.of(
          "$id",
          "$anchor",
          "type",
          "format",
          "title",
          "description",
          "enum",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "required",
          "propertyOrdering");

  /** Said for people and validators: no answer is other for it. */
  private static final Set<String> UNHEARD =
      Set.of("$schema", "$comment", "examples", "deprecated", "readOnly", "writeOnly");

  private final Target target;

  private SchemaRules(Target target) {
    this.target = target;
  }

  static JsonNode apply(JsonNode schema, Target target) {
    if (!schema.isObject()) {
      throw new Refused(FIELD, "has a schema that is no object");
    }
    JsonNode said = new SchemaRules(target).schema(schema);
    if (SchemaCycles.anyRequired(said)) {
      throw new Refused(FIELD, "has a schema that needs itself, which Gemini does not take");
    }
    return said;
  }

  private JsonNode schema(JsonNode schema) {
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode said = Json.object();
    StringBuilder words = new StringBuilder();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      keyword(keyword.getKey(), keyword.getValue(), said, words);
    }
    if (words.length() > 0) {
      String description = said.path("description").asText("");
      said.put("description", description.isEmpty() ? words.toString() : description + " " + words);
    }
    return said.has("$ref") ? alone(said) : said;
  }

  private void keyword(String name, JsonNode value, ObjectNode said, StringBuilder words) {
    switch (name) {
      case "properties" -> put(name, members(value), said);
      case "$defs", "definitions" -> put("$defs", members(value), said);
      case "items", "additionalProperties" -> put(name, schema(value), said);
      case "prefixItems", "anyOf", "oneOf" -> put(name, branches(value), said);
      case "$ref" -> put(name, reference(value), said);
      case "const" -> put("enum", Json.array().add(value), said);
      case "allOf" -> merge(value, said);
      case "nullable" -> {} // No keyword of JSON Schema.
      default -> {
        if (KEPT.contains(name)) {
          put(name, value, said);
        } else if (!UNHEARD.contains(name)) {
          target.drops(FIELD + "." + name);
          words.append(words.length() == 0 ? "" : " ");
          words.append('(').append(name).append(": ").append(inWords(value)).append(')');
        }
      }
    }
  }

  private static String inWords(JsonNode value) {
    return value.isTextual() ? value.textValue() : Json.text(value);
  }

  private ObjectNode members(JsonNode schemas) {
    ObjectNode said = Json.object();
    for (Map.Entry<String, JsonNode> member : schemas.properties()) {
      said.set(member.getKey(), schema(member.getValue()));
    }
    return said;
  }

  private ArrayNode branches(JsonNode schemas) {
    ArrayNode said = Json.array();
    schemas.forEach(branch -> said.add(schema(branch)));
    return said;
  }

  private static JsonNode reference(JsonNode value) {
    String to = value.asText("");
    return to.startsWith("#/definitions/")
        ? TextNode.valueOf("#/$defs/" + to.substring("#/definitions/".length()))
        : value;
  }

  /** All of some schemas are one, if they speak of different things. */
  private void merge(JsonNode schemas, ObjectNode into) {
    for (JsonNode each : schemas) {
      JsonNode said = schema(each);
      if (!said.isObject()) {
        throw new Refused(FIELD, "has an allOf that is no list of schemas");
      }
      for (Map.Entry<String, JsonNode> keyword : said.properties()) {
        put(keyword.getKey(), keyword.getValue(), into);
      }
    }
  }

  /** Adds a keyword; one of another part of an {@code allOf} may be there already. */
  private static void put(String name, JsonNode value, ObjectNode into) {
    JsonNode there = into.get(name);
    if (there == null) {
      into.set(name, value.deepCopy());
    } else if (name.equals("properties") || name.equals("$defs")) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        put(member.getKey(), member.getValue(), (ObjectNode) there);
      }
    } else if (name.equals("required")) {
      value.forEach(member -> addNew(member, (ArrayNode) there));
    } else if (!name.equals("description") && !name.equals("title") && !there.equals(value)) {
      throw new Refused(FIELD, "has an allOf whose parts overlap in " + name);
    }
  }

  private static void addNew(JsonNode member, ArrayNode to) {
    for (JsonNode there : to) {
      if (there.equals(member)) {
        return;
      }
    }
    to.add(member);
  }

  /** Beside a reference only keywords with a dollar may stand: the others move around it. */
  private static ObjectNode alone(ObjectNode said) {
    ObjectNode moved = Json.object();
    ObjectNode reference = Json.object();
    for (Map.Entry<String, JsonNode> keyword : said.properties()) {
      boolean stays = keyword.getKey().startsWith("$") && !keyword.getKey().equals("$defs");
      (stays ? reference : moved).set(keyword.getKey(), keyword.getValue());
    }
    if (moved.isEmpty() || (moved.size() == 1 && moved.has("$defs"))) {
      return said;
    }
    if (moved.has("anyOf")) {
      throw new Refused(FIELD, "has a schema with both $ref and anyOf");
    }
    moved.putArray("anyOf").add(reference);
    return moved;
  }
}
