package io.ailb.agent.litellm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A value as it stands in a file, and where. */
sealed interface Written {
  int line();

  int column();

  /** What stands where nothing else does; {@code plain} = without quotes. */
  record Text(int line, int column, String text, boolean plain) implements Written {
    /** Without the text, which may be a key. */
    @Override
    public String toString() {
      return "text at " + line + ":" + column;
    }
  }

  /** Several values. */
  record Items(int line, int column, List<Written> values) implements Written {}

  /**
   * Values under names. It remembers which were asked for: the others have no counterpart.
   *
   * @param asked names that were
   */
  record Members(int line, int column, Map<String, Written> values, Set<String> asked)
      implements Written {
    Members(int line, int column, Map<String, Written> values) {
      this(line, column, values, new TreeSet<>());
    }

    static Members nothing() {
      return new Members(1, 1, new LinkedHashMap<>());
    }

    @Nullable Written get(String name) {
      asked.add(name);
      Written value = values.get(name);
      return value instanceof Text text && text.plain() && isNull(text.text()) ? null : value;
    }

    private static boolean isNull(String text) {
      return text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null");
    }

    @Nullable Text text(String name) {
      return get(name) instanceof Text text ? text : null;
    }

    Members members(String name) {
      return get(name) instanceof Members members ? members : nothing();
    }

    List<Written> items(String name) {
      Written value = get(name);
      return value instanceof Items items
          ? items.values()
          : value == null ? List.of() : List.of(value);
    }

    boolean isTrue(String name) {
      Text text = text(name);
      return text != null && text.text().equalsIgnoreCase("true");
    }

    /** Names that nobody asked for. */
    List<String> rest() {
      List<String> rest = new ArrayList<>(values.keySet());
      rest.removeAll(asked);
      return rest;
    }
  }
}
