package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import java.util.List;
import java.util.Map;

/**
 * The schema of an answer without what section 3.7 lets a translation to Anthropic or Gemini
 * rewrite: some keywords become words of a description, others another keyword.
 */
final class OutputSchema {
  private static final List<String> PLACES =
      List.of(
          "/response_format/json_schema/schema",
          "/text/format/schema",
          "/output_config/format/schema",
          "/generationConfig/responseJsonSchema",
          "/generationConfig/responseSchema");

  private static final List<String> TOLD_IN_WORDS =
      List.of(
          "minLength",
          "maxLength",
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "uniqueItems",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "default",
          "examples");

  private OutputSchema() {}

  /** The schema of a body; missing if it has none. */
  static JsonNode of(ObjectNode body) {
    for (String place : PLACES) {
      if (!body.at(place).isMissingNode()) {
        return body.at(place);
      }
    }
    return Json.object().path("none");
  }

  /** Whether it has keywords that become words of a description. */
  static boolean hasToldInWords(JsonNode schema) {
    String text = schema.toString();
    return TOLD_IN_WORDS.stream().anyMatch(word -> text.contains("\"" + word + "\":"));
  }

  /**
   * Makes two schemas of one dialect comparable.
   *
   * @param words also without descriptions, as some of them were added to
   */
  static void plain(ObjectNode body, Dialect source, boolean words) {
    if (of(body) instanceof ObjectNode schema) {
      schema(schema, source, words);
    }
  }

  private static void schema(ObjectNode schema, Dialect source, boolean words) {
    schema.remove(TOLD_IN_WORDS);
    if (words) {
      schema.remove("description");
    }
    rename(schema, "oneOf", "anyOf");
    JsonNode only = schema.remove("const");
    if (only != null) {
      schema.set("enum", Json.array().add(only));
    }
    // What comes without the word strict is strict, and then closed.
    boolean closes = source == Dialect.ANTHROPIC || source == Dialect.GEMINI;
    if (closes || schema.path("additionalProperties").asBoolean()) {
      schema.remove("additionalProperties");
    }
    for (String named : List.of("properties", "$defs", "definitions")) {
      for (Map.Entry<String, JsonNode> each : schema.path(named).properties()) {
        nested(each.getValue(), source, words);
      }
    }
    nested(schema.path("items"), source, words);
    nested(schema.path("additionalProperties"), source, words);
    for (String list : List.of("anyOf", "allOf", "prefixItems")) {
      if (schema.path(list) instanceof ArrayNode each) {
        each.forEach(one -> nested(one, source, words));
      }
    }
  }

  private static void nested(JsonNode schema, Dialect source, boolean words) {
    if (schema instanceof ObjectNode object) {
      schema(object, source, words);
    }
  }

  private static void rename(ObjectNode schema, String from, String to) {
    JsonNode value = schema.remove(from);
    if (value != null) {
      schema.set(to, value);
    }
  }
}
