package io.ailb.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value as it was written, and where. */
sealed interface Value {
  Place place();

  /**
   * A text, number, truth value or nothing: what it is, its key decides.
   *
   * @param plain whether it stood without quotes
   * @param written as it was written, before references were filled in
   */
  record Scalar(Place place, String text, boolean plain, String written) implements Value {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    Scalar(Place place, String text, boolean plain) {
      this(place, text, plain, text);
    }

    /** The same after references were filled in. */
    Scalar filledIn(String newText) {
      return new Scalar(place, newText, plain, written);
    }

    boolean isNull() {
      return plain && NULLS.contains(text);
    }

    /** Whether what it holds is not what was written: messages show the latter only. */
    boolean isFilledIn() {
      return !text.equals(written);
    }

    /** Whether it reads as a number or truth value, which messages show without quotes. */
    boolean looksTyped() {
      return plain && (text.matches("[-+]?[0-9.]+") || text.equals("true") || text.equals("false"));
    }

    /** Without the text, which may be a key. */
    @Override
    public String toString() {
      return "Scalar at " + place;
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

  /**
   * A reference that leads nowhere.
   *
   * @param message which it is, and what to do
   * @param forgivable whether an endpoint may go without it: what it names is not set here and now
   */
  record Missing(Place place, String message, boolean forgivable) implements Value {}
}
