package io.ailb.agent.app.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** A call of a tool, with its arguments as the SDK has parsed them. */
record Call(String id, String name, Map<String, Object> arguments) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Call of(String id, String name, String arguments) {
    return new Call(id, name, parsed(arguments));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> parsed(String json) {
    try {
      return JSON.readValue(json, Map.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  @Override
  public String toString() {
    return name + new TreeMap<>(arguments);
  }
}
