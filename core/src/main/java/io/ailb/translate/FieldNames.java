package io.ailb.translate;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Says fields as a caller knows them. Encoders name what they cannot say, or leave out, as Chat
 * Completions does, and do not know whose request it was.
 *
 * @param own what a dialect calls them, where that is something else
 */
record FieldNames(Map<String, String> own) {
  /** A field, or a place in it: {@code messages[2].role}. */
  String of(String field) {
    for (int end = field.length(); end > 0; end = lastBreak(field, end - 1)) {
      String name = own.get(field.substring(0, end));
      if (name != null) {
        return name + field.substring(end);
      }
    }
    return field;
  }

  Set<String> of(Set<String> fields) {
    Set<String> names = new LinkedHashSet<>();
    fields.forEach(field -> names.add(of(field)));
    return names;
  }

  private static int lastBreak(String field, int before) {
    return Math.max(field.lastIndexOf('.', before), field.lastIndexOf('[', before));
  }
}
