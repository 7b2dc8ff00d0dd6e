package io.ailb.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can stand at a place of a configuration. */
sealed interface Shape {

  /** One value. */
  record One(ScalarType type) implements Shape {}

  /** A list; a single value counts as a list of one. */
  record Many(Shape of) implements Shape {}

  /** Free names with values; {@code names} is what a name has to be. */
  record Named(ScalarType names, Shape of) implements Shape {}

  /** Known keys with values. */
  record Keys(Map<String, Key> keys) implements Shape {
    static Keys of(Key... keys) {
      Map<String, Key> byName = new LinkedHashMap<>();
      for (Key key : keys) {
        byName.put(key.name(), key);
      }
      return new Keys(byName);
    }
  }

  /** Several shapes; which one it is shows in the value. */
  record Either(List<Shape> of) implements Shape {
    static Either of(Shape... shapes) {
      return new Either(List.of(shapes));
    }
  }

  /**
   * A key of the configuration: the one place where its type, its default and its meaning stand.
   *
   * @param byDefault as it would be written; {@code null} as text = not set; null = required
   * @param nullable whether {@code null} may be written
   * @param later if not null, the engine behind the key is not there yet, or not for these values
   * @param about a sentence or two for people; Markdown
   */
  record Key(
      String name,
      Shape shape,
      @Nullable String byDefault,
      boolean nullable,
      @Nullable Later later,
      String about) {

    boolean required() {
      return byDefault == null;
    }
  }

  /**
   * A key that is checked but does nothing yet.
   *
   * @param values only these do nothing; empty = all but the default
   * @param meanwhile what happens instead, for people
   */
  record Later(List<String> values, String meanwhile) {}
}
