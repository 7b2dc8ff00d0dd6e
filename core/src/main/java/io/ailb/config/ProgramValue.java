package io.ailb.config;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a program's value as a file would. */
final class ProgramValue {
  /** Numbers with more digits than this are nobody's, and would fill the memory. */
  private static final int MOST_DIGITS = 1_000;

  private final String path;

  /** The lists and maps around what is being written. */
  private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());

  private ProgramValue(String path) {
    this.path = path;
  }

  /**
   * The value.
   *
   * @param path of its key, for messages
   */
  static Value of(String path, @Nullable Object value) {
    return new ProgramValue(path).written(value);
  }

  private Value written(@Nullable Object value) {
    if (value != null && isSeveral(value)) {
      if (!around.add(value)) {
        throw new IllegalArgumentException(path + ": the value contains itself");
      }
      Value several = value instanceof Map<?, ?> map ? members(map) : items(value);
      around.remove(value);
      return several;
    }
    return single(value);
  }

  /** Not every Iterable is a list: a Path is one, of itself. */
  private static boolean isSeveral(Object value) {
    return value instanceof Collection<?>
        || value instanceof Map<?, ?>
        || value.getClass().isArray();
  }

  private Value items(Object value) {
    List<Value> values = new ArrayList<>();
    if (value instanceof Collection<?> items) {
      items.forEach(item -> values.add(written(item)));
    } else {
      for (int i = 0; i < Array.getLength(value); i++) {
        values.add(written(Array.get(value, i)));
      }
    }
    return new Value.Items(Node.PROGRAM, values);
  }

  private Value members(Map<?, ?> map) {
    Value.Members named = Value.Members.empty(Node.PROGRAM);
    map.forEach(
        (name, item) -> {
          Objects.requireNonNull(name, () -> path + ": a name in the map is null");
          named.put(name.toString(), written(item));
        });
    return named;
  }

  @SuppressWarnings("unchecked") // a supplier of something else fails when it is asked
  private static Value single(@Nullable Object value) {
    if (value instanceof Supplier<?> supplier) {
      return new Value.Supplied(Node.PROGRAM, (Supplier<String>) supplier);
    }
    if (value instanceof Duration duration) {
      return new Value.Scalar(Node.PROGRAM, duration.toMillis() + "ms", true);
    }
    if (value instanceof Number number) {
      return new Value.Scalar(Node.PROGRAM, plain(number), true);
    }
    boolean plain = value == null || value instanceof Boolean;
    return new Value.Scalar(Node.PROGRAM, String.valueOf(value), plain);
  }

  /** Without the exponent that Java writes for large and small ones. */
  private static String plain(Number number) {
    String text = number.toString();
    try {
      BigDecimal decimal = new BigDecimal(text);
      return Math.abs((long) decimal.scale()) > MOST_DIGITS ? text : decimal.toPlainString();
    } catch (NumberFormatException e) {
      return text; // NaN, say, which no key takes
    }
  }
}
