package io.ailb.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What outranks the file: a few variables of the environment, above them system properties such as
 * {@code ailb.pools.default.endpoints.openai-1.weight}, above them what a program insists on. Pools
 * and endpoints go by their names, as indexes shift.
 */
final class Overrides {
  private static final String PREFIX = "ailb.";

  /** Properties of ours that are no keys: they are read before there is a configuration. */
  private static final Set<String> OTHERS = Set.of("ailb.config", "ailb.enabled");

  private static final Map<String, String> VARIABLES =
      Map.of(
          "AILB_MODE", "mode",
          "AILB_LOG_LEVEL", "log.level",
          "AILB_FLEET_URL", "fleet.url");

  /** A path stands in it, not a key's value. */
  private static final String LOG_FILE = "AILB_LOG_FILE";

  private static final String LOG_FILE_PROPERTY = "ailb.log.file";

  /**
   * A value that outranks the file.
   *
   * @param source stands for it in messages
   */
  record Entry(String path, String value, String source) {}

  private final Problems problems;

  Overrides(Problems problems) {
    this.problems = problems;
  }

  /** The variables that are set, then the properties: the later ones outrank the earlier. */
  static List<Entry> of(
      UnaryOperator<@Nullable String> environment, Map<String, String> properties) {
    List<Entry> entries = new ArrayList<>();
    VARIABLES.forEach(
        (variable, path) -> {
          String text = environment.apply(variable);
          if (text != null && !text.isEmpty()) {
            entries.add(new Entry(path, text, "environment variable " + variable));
          }
        });
    String logFile = environment.apply(LOG_FILE);
    if (logFile != null && !logFile.isEmpty()) {
      entries.add(logFile(logFile, "environment variable " + LOG_FILE));
    }
    new TreeMap<>(properties)
        .forEach(
            (name, text) -> {
              String source = "system property " + name;
              if (name.equals(LOG_FILE_PROPERTY)) {
                entries.add(logFile(text, source));
              } else if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
                entries.add(new Entry(name.substring(PREFIX.length()), text, source));
              }
            });
    return entries;
  }

  private static Entry logFile(String file, String source) {
    return new Entry("log.target", "file:" + file, source);
  }

  /** Writes the value over what the file says. What leads nowhere is a warning. */
  void apply(Value.Members root, Entry entry) {
    Value.Scalar value = new Value.Scalar(Place.of(entry.source()), entry.value(), true);
    List<String> steps = List.of(entry.path().split("\\.", -1));
    Shape shape = Schema.ROOT;
    Value at = root;
    for (int i = 0; i < steps.size(); i++) {
      String step = steps.get(i);
      if (shape instanceof Shape.Many many && at instanceof Value.Items items) {
        at = named(items, step, value);
        shape = many.of();
      } else if (shape instanceof Shape.Named && at instanceof Value.Members members) {
        members.put(String.join(".", steps.subList(i, steps.size())), value);
        return;
      } else if (shape instanceof Shape.Keys keys && at instanceof Value.Members members) {
        Shape.Key key = keys.keys().get(step);
        if (key == null) {
          ignore(value, "no such key \"" + step + "\"", Paths.nearest(step, keys.keys().keySet()));
          return;
        }
        if (i == steps.size() - 1) {
          members.put(step, list(key.shape(), value));
          return;
        }
        shape = free(key.shape());
        at = below(members, step, shape);
      } else {
        break;
      }
      if (at == null) {
        return;
      }
    }
    ignore(value, "does not lead to a value", null);
  }

  /** Of several shapes, the one with names: only there a path can lead on. */
  private static Shape free(Shape shape) {
    if (shape instanceof Shape.Either either) {
      return either.of().stream().filter(Shape.Named.class::isInstance).findFirst().orElse(shape);
    }
    return shape;
  }

  /** What stands under a key; what is left out or empty there is made. */
  private static Value below(Value.Members members, String name, Shape shape) {
    Value there = members.get(name);
    boolean nothing = there == null || (there instanceof Value.Scalar scalar && scalar.isNull());
    if (nothing && !(shape instanceof Shape.Many)) {
      there = new Value.Members(members.place(), new LinkedHashMap<>());
      members.put(name, there);
    } else if (there instanceof Value.Members && shape instanceof Shape.Many) {
      there = new Value.Items(there.place(), List.of(there));
    }
    return there == null ? new Value.Items(members.place(), List.of()) : there;
  }

  private void ignore(Value.Scalar value, String why, @Nullable String nearest) {
    problems.warning(
        value.place(),
        "",
        why + "; it is ignored." + (nearest == null ? "" : " Did you mean \"" + nearest + "\"?"));
  }

  /** A list is written with commas. */
  private static Value list(Shape shape, Value.Scalar value) {
    if (!(shape instanceof Shape.Many) || value.text().indexOf(',') < 0) {
      return value;
    }
    List<Value> items =
        List.of(value.text().split(",", -1)).stream()
            .<Value>map(item -> new Value.Scalar(value.place(), item.trim(), true))
            .toList();
    return new Value.Items(value.place(), items);
  }

  private @Nullable Value named(Value.Items items, String name, Value.Scalar value) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Value> byName = new LinkedHashMap<>();
    for (Value item : items.values()) {
      if (item instanceof Value.Members members) {
        byName.putIfAbsent(nameOf(members, counts), members);
      }
    }
    if (!byName.containsKey(name)) {
      ignore(value, "nothing is named \"" + name + "\"", Paths.nearest(name, byName.keySet()));
    }
    return byName.get(name);
  }

  /** The name of a pool or endpoint, as it is or as it will be by default. */
  private static String nameOf(Value.Members members, Map<String, Integer> counts) {
    String byDefault = "default";
    if (members.get("provider") instanceof Value.Scalar provider) {
      int keys = members.get("apiKey") instanceof Value.Items list ? list.values().size() : 1;
      int number = counts.merge(provider.text(), keys, Integer::sum) - keys + 1;
      byDefault = provider.text() + "-" + number;
    }
    return members.get("name") instanceof Value.Scalar name && !name.isNull()
        ? name.text()
        : byDefault;
  }
}
