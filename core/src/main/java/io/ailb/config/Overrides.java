package io.ailb.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * System properties that override keys, such as {@code
 * ailb.pools.default.endpoints.openai-1.weight}: pools and endpoints go by their names, as indexes
 * shift.
 */
final class Overrides {
  private static final String PREFIX = "ailb.";

  /** Properties of ours that are no keys. */
  private static final Set<String> OTHERS = Set.of("ailb.config", "ailb.enabled");

  /** The few variables of the environment that do the same, below properties. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "AILB_MODE", "mode",
          "AILB_LOG_LEVEL", "log.level",
          "AILB_FLEET_URL", "fleet.url");

  private static final String LOG_FILE = "AILB_LOG_FILE";

  private Overrides() {}

  static void apply(
      Value.Members root,
      UnaryOperator<@Nullable String> environment,
      Map<String, String> properties,
      Problems problems) {
    VARIABLES.forEach(
        (variable, path) -> {
          String text = environment.apply(variable);
          if (text != null && !text.isEmpty()) {
            apply(root, path, scalar("environment variable " + variable, text), problems);
          }
        });
    String logFile = environment.apply(LOG_FILE);
    if (logFile != null && !logFile.isEmpty()) {
      apply(
          root,
          "log.target",
          scalar("environment variable " + LOG_FILE, "file:" + logFile),
          problems);
    }
    new TreeMap<>(properties)
        .forEach(
            (name, text) -> {
              if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
                String path = name.substring(PREFIX.length());
                apply(root, path, scalar("system property " + name, text), problems);
              }
            });
  }

  private static Value.Scalar scalar(String source, String text) {
    return new Value.Scalar(Place.of(source), text, true);
  }

  private static void apply(
      Value.Members root, String path, Value.Scalar value, Problems problems) {
    String[] steps = path.split("\\.", -1);
    Shape shape = Schema.ROOT;
    Value at = root;
    for (int i = 0; i < steps.length; i++) {
      String step = steps[i];
      if (shape instanceof Shape.Many many && at instanceof Value.Items items) {
        at = byName(items, step);
        shape = many.of();
        if (at == null) {
          problems.warning(value.place(), "", "nothing is named \"" + step + "\"; it is ignored.");
          return;
        }
      } else if (shape instanceof Shape.Keys keys && at instanceof Value.Members members) {
        Shape.Key key = keys.keys().get(step);
        if (key == null) {
          String nearest = Paths.nearest(step, keys.keys().keySet());
          problems.warning(
              value.place(),
              "",
              "no such key \""
                  + step
                  + "\"; it is ignored."
                  + (nearest == null ? "" : " Did you mean \"" + nearest + "\"?"));
          return;
        }
        if (i == steps.length - 1) {
          members.put(step, list(key.shape(), value));
          return;
        }
        shape = key.shape();
        at = members.get(step);
        if (at == null) {
          at = Value.Members.empty(value.place());
          members.put(step, at);
        }
      } else {
        break;
      }
    }
    problems.warning(value.place(), "", "does not lead to a value; it is ignored.");
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

  private static @Nullable Value byName(Value.Items items, String name) {
    Map<String, Integer> counts = new HashMap<>();
    for (Value item : items.values()) {
      if (item instanceof Value.Members members && name.equals(nameOf(members, counts))) {
        return item;
      }
    }
    return null;
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
