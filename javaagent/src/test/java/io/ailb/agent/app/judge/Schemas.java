package io.ailb.agent.app.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas that questions mention. */
final class Schemas {
  static final List<String> TOOLS = List.of("weather", "time");

  private Schemas() {}

  static Map<String, Object> tool() {
    return object(Map.of("city", Map.of("type", "string")), List.of("city"), false);
  }

  static Map<String, Object> card() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("title", Map.of("type", "string"));
    properties.put("year", Map.of("type", "integer"));
    return object(properties, List.of("title", "year"), true);
  }

  private static Map<String, Object> object(
      Map<String, Object> properties, List<String> required, boolean closed) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    if (closed) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }
}
