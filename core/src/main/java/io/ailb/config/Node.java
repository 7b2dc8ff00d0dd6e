package io.ailb.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration, or a part of it, that a program writes. What is written here is checked like a
 * file, with the same messages. For one thread.
 */
public final class Node {
  static final Place PROGRAM = Place.of("builder");

  private final Value.Members members = Value.Members.empty(PROGRAM);

  /** An empty one. */
  public Node() {}

  /**
   * Sets a key.
   *
   * @param path from here, with dots, such as {@code breaker.openFor}
   * @param value a text, number, truth value, {@code Duration}, {@code Supplier<String>} of keys, a
   *     collection, array or map of such, or null; of anything else its text
   * @throws IllegalArgumentException if a list or a map contains itself
   */
  public Node set(String path, @Nullable Object value) {
    Objects.requireNonNull(path, "path");
    int dot = path.indexOf('.');
    if (dot < 0) {
      members.put(path, ProgramValue.of(path, value));
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
}
