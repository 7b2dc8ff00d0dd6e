package io.ailb.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference of all keys in {@code docs/configuration.md}, made of the table of all keys. */
final class KeyReference {
  private final StringBuilder text = new StringBuilder();
  private final List<String> later = new ArrayList<>();
  private final Map<String, List<String>> without = new LinkedHashMap<>();

  private KeyReference() {}

  static String markdown() {
    return new KeyReference().all();
  }

  private String all() {
    Shape.Keys pool = below(Schema.ROOT, "pools");
    chapter("The file", "", Schema.ROOT, "");
    chapter("A pool", "pools[].", pool, "");
    chapter("An endpoint", "pools[].endpoints[].", below(pool, "endpoints"), "");
    text.append("### Checked, but without effect yet\n\n");
    text.append("A value other than the default is a warning that names the key.\n\n");
    later.forEach(line -> text.append("- ").append(line).append('\n'));
    without.forEach(
        (parent, names) ->
            text.append("- ")
                .append(parent)
                .append(": `")
                .append(String.join("`, `", names))
                .append("`\n"));
    return text.toString();
  }

  private static Shape.Keys below(Shape.Keys keys, String name) {
    return (Shape.Keys) ((Shape.Many) keys.keys().get(name).shape()).of();
  }

  private void chapter(String title, String path, Shape.Keys keys, String about) {
    text.append("### ").append(title).append(about).append("\n\n");
    table(path, "", flat(keys));
    for (Shape.Key key : keys.keys().values()) {
      if (key.shape() instanceof Shape.Keys section && !isSmall(section)) {
        text.append("#### `").append(path).append(key.name()).append("`\n\n");
        text.append(key.about()).append("\n\n");
        table(path + key.name() + ".", "", section);
      }
    }
  }

  /** The keys without sections that have a table of their own. */
  private static Shape.Keys flat(Shape.Keys keys) {
    return Shape.Keys.of(
        keys.keys().values().stream()
            .filter(key -> !(key.shape() instanceof Shape.Keys section) || isSmall(section))
            .toArray(Shape.Key[]::new));
  }

  /** Such as {@code auth}: its keys stand in the table above. */
  private static boolean isSmall(Shape.Keys section) {
    return section.keys().size() <= 3
        && section.keys().values().stream().noneMatch(key -> key.shape() instanceof Shape.Keys);
  }

  private void table(String path, String prefix, Shape.Keys keys) {
    text.append("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
    rows(path, prefix, keys);
    text.append('\n');
  }

  private void rows(String path, String prefix, Shape.Keys keys) {
    for (Map.Entry<String, Shape.Key> entry : keys.keys().entrySet()) {
      Shape.Key key = entry.getValue();
      String name = prefix + entry.getKey();
      if (key.shape() instanceof Shape.Keys section) {
        rows(path, name + ".", section);
      } else {
        row(path, name, key);
      }
    }
  }

  private void row(String path, String name, Shape.Key key) {
    text.append("| `").append(name).append("` | ");
    text.append(kind(key.shape()).replace("|", "\\|")).append(" | ");
    text.append(byDefault(key)).append(" | ");
    text.append(key.about().replace("|", "\\|"));
    if (key.later() != null) {
      if (key.later().values().isEmpty()) {
        text.append(" *Not yet.*");
        String full = path + name;
        int dot = full.lastIndexOf('.');
        without
            .computeIfAbsent("`" + full.substring(0, dot) + "`", parent -> new ArrayList<>())
            .add(full.substring(dot + 1));
      } else {
        String values = String.join(", ", key.later().values());
        text.append(" *Not yet: ").append(values).append(".*");
        later.add("`" + path + name + "`: with " + values + " " + key.later().meanwhile());
      }
    }
    text.append(" |\n");
  }

  private static String byDefault(Shape.Key key) {
    if (key.required()) {
      return "**required**";
    }
    String text = String.valueOf(key.byDefault());
    if (text.equals(Section.ABSENT)) {
      return "the pool's";
    }
    return text.equals("null") ? "not set" : "`" + text + "`";
  }

  private static String kind(Shape shape) {
    if (shape instanceof Shape.One one) {
      return one.type().name();
    }
    if (shape instanceof Shape.Many many) {
      return many.of() instanceof Shape.Keys ? "list, below" : "list of " + kind(many.of());
    }
    if (shape instanceof Shape.Named named) {
      return "names with " + kind(named.of());
    }
    return shape instanceof Shape.Either ? "see there" : "keys";
  }
}
