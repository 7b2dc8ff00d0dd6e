package io.ailb.simulator.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The schemas that OpenAI's strict mode and Anthropic's output format take. */
final class ClosedSchema {
  private static final Set<String> ANTHROPIC_KEYWORDS =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "anyOf",
          "allOf",
          "$ref",
          "$defs",
          "description",
          "title",
          "format",
          "minItems");
  private static final Set<String> NOT_OPENAIS =
      Set.of(
          "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "patternProperties");

  private ClosedSchema() {}

  /** Every object is closed, and nothing is said that the grammar cannot hold. */
  static void anthropic(JsonNode schema, String at) throws Violation {
    for (var keyword : schema.properties()) {
      String name = keyword.getKey();
      if (!ANTHROPIC_KEYWORDS.contains(name)
          || (name.equals("minItems") && keyword.getValue().asInt() > 1)) {
        throw new Violation(
            "%s: For '%s' type, property '%s' is not supported"
                .formatted(at, schema.path("type").asText("object"), name));
      }
    }
    if (schema.has("$ref") && schema.size() > 1) {
      throw new Violation(at + ": '$ref' may not have siblings");
    }
    if (isObject(schema) && !isFalse(schema.path("additionalProperties"))) {
      throw new Violation(
          at + ": For 'object' type, 'additionalProperties' must be explicitly set to false");
    }
    for (JsonNode inner : inner(schema)) {
      anthropic(inner, at);
    }
  }

  /** Every object is closed, too, and each of its properties is required. */
  static void openAi(JsonNode schema, String what, String param) throws Violation {
    if (!schema.isObject()) {
      return;
    }
    for (var keyword : schema.properties()) {
      if (NOT_OPENAIS.contains(keyword.getKey())) {
        throw invalid(what, "'" + keyword.getKey() + "' is not permitted.", param);
      }
    }
    if (isObject(schema)) {
      if (!isFalse(schema.path("additionalProperties"))) {
        throw invalid(
            what, "'additionalProperties' is required to be supplied and to be false.", param);
      }
      Set<String> missing = new TreeSet<>();
      schema.path("properties").properties().forEach(property -> missing.add(property.getKey()));
      schema.path("required").forEach(name -> missing.remove(name.asText()));
      if (!missing.isEmpty()) {
        throw invalid(
            what,
            "'required' is required to be supplied and to be an array including every key in"
                + " properties. Missing '"
                + missing.iterator().next()
                + "'.",
            param);
      }
    }
    for (JsonNode inner : inner(schema)) {
      openAi(inner, what, param);
    }
  }

  private static Violation invalid(String what, String why, String param) {
    return new Violation(
        "Invalid schema for " + what + ": In context=(), " + why, param, "invalid_json_schema");
  }

  private static boolean isObject(JsonNode schema) {
    return schema.path("type").asText().equals("object") || schema.has("properties");
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.booleanValue();
  }

  private static List<JsonNode> inner(JsonNode schema) {
    List<JsonNode> all = new ArrayList<>();
    schema.path("properties").forEach(all::add);
    schema.path("$defs").forEach(all::add);
    schema.path("definitions").forEach(all::add);
    schema.path("anyOf").forEach(all::add);
    schema.path("allOf").forEach(all::add);
    if (schema.path("items").isObject()) {
      all.add(schema.path("items"));
    }
    return all;
  }
}
