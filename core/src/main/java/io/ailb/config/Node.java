package io.ailb.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A configuration, or a part of it, that a program writes. What is written here is checked like a
 * file, with the same messages. For one thread.
 */
public final class Node {
  private static final Place PROGRAM = Place.of("builder");

  private final Value.Members members = Value.Members.empty(PROGRAM);

  /** An empty one. */
  public Node() {}

  /**
   * Sets a key.
   *
   * @param path from here, with dots, such as {@code breaker.openFor}
   * @param value a text, number, truth value, {@code Duration}, {@code Supplier<String>} of keys, a
   *     list or a map of such, or null
   */
  public Node set(String path, @Nullable Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      members.put(path, value(value));
    } else {
      under(path.substring(0, dot)).set(path.substring(dot + 1), value);
    }
    return this;
  }

  private Node under(String name) {
    Node child = new Node();
    if (members.get(name) instanceof Value.Members there) {
      child.members.members().putAll(there.members());
    }
    members.put(name, child.members);
    return child;
  }

  /** Adds an element to a list, such as {@code endpoints}. */
  public Node add(String list, Node element) {
    List<Value> values = new ArrayList<>();
    if (members.get(list) instanceof Value.Items there) {
      values.addAll(there.values());
    }
    values.add(element.members);
    members.put(list, new Value.Items(PROGRAM, values));
    return this;
  }

  /**
   * Reads what was written.
   *
   * @throws ConfigException with all its errors
   */
  public Config read(ConfigReader reader) {
    return reader.read(members, null, new Problems());
  }

  @SuppressWarnings("unchecked") // a supplier of something else fails when it is asked
  private static Value value(@Nullable Object value) {
    if (value instanceof Supplier<?> supplier) {
      return new Value.Supplied(PROGRAM, (Supplier<String>) supplier);
    }
    if (value instanceof Iterable<?> items) {
      List<Value> values = new ArrayList<>();
      items.forEach(item -> values.add(value(item)));
      return new Value.Items(PROGRAM, values);
    }
    if (value instanceof Map<?, ?> map) {
      Value.Members named = Value.Members.empty(PROGRAM);
      map.forEach((name, item) -> named.put(String.valueOf(name), value(item)));
      return named;
    }
    if (value instanceof Duration duration) {
      return new Value.Scalar(PROGRAM, duration.toMillis() + "ms", true);
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    return new Value.Scalar(PROGRAM, String.valueOf(value), plain);
  }
}
