package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks for schemas that contain themselves. Gemini takes those that do so in properties that may
 * be left out: an answer can end there.
 */
final class SchemaCycles {
  private final JsonNode root;
  private final Set<String> entered = new HashSet<>();
  private final Set<String> left = new HashSet<>();

  private SchemaCycles(JsonNode root) {
    this.root = root;
  }

  /** Whether one contains itself on a way that has no such property. */
  static boolean anyRequired(JsonNode root) {
    SchemaCycles cycles = new SchemaCycles(root);
    if (cycles.enters("#")) {
      return true;
    }
    for (Map.Entry<String, JsonNode> definition : root.path("$defs").properties()) {
      if (cycles.enters("#/$defs/" + definition.getKey())) {
        return true;
      }
    }
    return false;
  }

  private boolean enters(String reference) {
    if (left.contains(reference)) {
      return false;
    }
    if (!entered.add(reference)) {
      return true;
    }
    boolean path = reference.equals("#") || reference.startsWith("#/"); // and no anchor
    JsonNode schema = path ? root.at(reference.substring(1)) : null;
    boolean found = schema != null && within(schema);
    entered.remove(reference);
    left.add(reference);
    return found;
  }

  private boolean within(JsonNode schema) {
    if (schema.isArray()) {
      for (JsonNode each : schema) {
        if (within(each)) {
          return true;
        }
      }
      return false;
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      boolean found =
          switch (keyword.getKey()) {
            case "$ref" -> enters(keyword.getValue().asText(""));
            case "properties" -> required(keyword.getValue(), schema.path("required"));
            case "items", "additionalProperties", "prefixItems", "anyOf", "oneOf" ->
                within(keyword.getValue());
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private boolean required(JsonNode properties, JsonNode names) {
    for (JsonNode name : names) {
      if (within(properties.path(name.asText("")))) {
        return true;
      }
    }
    return false;
  }
}
