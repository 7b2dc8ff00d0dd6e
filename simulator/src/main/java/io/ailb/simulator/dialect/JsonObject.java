package io.ailb.simulator.dialect;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object that is written down member by member, in the order of the wire. */
final class JsonObject {
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  static JsonObject object() {
    return new JsonObject();
  }

  static JsonObject object(String name, @Nullable Object value) {
    return new JsonObject().with(name, value);
  }

  JsonObject with(String name, @Nullable Object value) {
    members.put(name, value);
    return this;
  }

  String string(String name) {
    return String.valueOf(members.get(name));
  }

  @JsonValue
  Map<String, @Nullable Object> members() {
    return members;
  }
}
