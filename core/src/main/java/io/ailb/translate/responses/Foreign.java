package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** What only this dialect can say, as it is found in a request, by the caller's name for it. */
record Foreign(Map<String, JsonNode> fields) {
  void add(String path, JsonNode value) {
    fields.put(path, value);
  }

  /** A word that is known here alone, such as the type of a hosted tool. */
  void word(String path, String word, JsonNode value) {
    fields.put(path + "=" + word, value);
  }

  /** The members of {@code object} beside those that are read. */
  void others(String path, JsonNode object, Set<String> known) {
    object
        .properties()
        .forEach(
            member -> {
              if (!known.contains(member.getKey()) && !saysNothing(member.getValue())) {
                add(path + "." + member.getKey(), member.getValue());
              }
            });
  }

  /** Null, false, or empty: what is the same as not said. */
  static boolean saysNothing(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty());
  }
}
