package io.ailb.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value as it was written, and where. */
sealed interface Value {
  Place place();

  /**
   * A text, number, truth value or nothing: what it is, its key decides.
   *
   * @param plain whether it stood without quotes
   */
  record Scalar(Place place, String text, boolean plain) implements Value {
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }

    /** Whether it reads as a number or truth value, which messages show without quotes. */
    boolean looksTyped() {
      return plain && (text.matches("[-+]?[0-9.]+") || text.equals("true") || text.equals("false"));
    }
  }

  /** Several values. */
  record Items(Place place, List<Value> values) implements Value {}

  /** Values under names, in the order written. */
  record Members(Place place, Map<String, Member> members) implements Value {
    static Members empty(Place place) {
      return new Members(place, new LinkedHashMap<>());
    }

    @Nullable Value get(String name) {
      Member member = members.get(name);
      return member == null ? null : member.value;
    }

    void put(String name, Value value) {
      members.put(name, new Member(value.place(), value));
    }
  }

  /**
   * A value under a name.
   *
   * @param namePlace where the name stands
   */
  record Member(Place namePlace, Value value) {}

  /** A source of keys that the program gave instead of a text. */
  record Supplied(Place place, Supplier<String> supplier) implements Value {}

  /** A reference that leads nowhere; {@code message} says which and what to do. */
  record Missing(Place place, String message) implements Value {}
}
