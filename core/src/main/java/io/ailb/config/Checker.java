package io.ailb.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against their shapes and fills in defaults. What does not fit becomes a problem and
 * counts as its default, so that one pass finds everything.
 */
final class Checker {
  private static final Place DEFAULT = Place.of("default");

  private final Problems problems;
  private final Resolver resolver;

  /** What the endpoint that is being checked lacks; null outside of endpoints. */
  private @Nullable List<Lack> lacks;

  private boolean inlineKey;

  /** A reference of an endpoint that leads nowhere. */
  record Lack(String path, Value.Missing missing) {}

  Checker(Problems problems, Resolver resolver) {
    this.problems = problems;
    this.resolver = resolver;
  }

  /** Whether a key stands in the file itself. */
  boolean hasInlineKey() {
    return inlineKey;
  }

  /** An endpoint, which may lack what it refers to, as others can stand in for it. */
  private Section endpoint(Value value, String path) {
    List<Lack> own = new ArrayList<>();
    lacks = own;
    Section section = section(Schema.ENDPOINT, value, path, value.place());
    lacks = null;
    section.lacks(own);
    return section;
  }

  /** The values of {@code keys}; {@code value} null = nothing was written. */
  Section section(Shape.Keys keys, @Nullable Value value, String path, Place above) {
    Place place = value == null ? above : value.place();
    Section section = new Section(path, place);
    Map<String, Value.Member> written = Map.of();
    if (value instanceof Value.Members members) {
      written = members.members();
    } else if (value != null && !isNull(value)) {
      problems.error(
          place, path, "expected keys such as " + firstOf(keys) + ":, " + gotInstead(value));
    }
    for (Map.Entry<String, Value.Member> member : written.entrySet()) {
      if (!keys.keys().containsKey(member.getKey())) {
        section.meant(unknown(member, keys.keys().keySet(), path));
      }
    }
    for (Shape.Key key : keys.keys().values()) {
      Value.Member member = written.get(key.name());
      String keyPath = Paths.member(path, key.name());
      if (member == null || isDefaultByNull(key, member.value())) {
        if (key.required() && !section.isMeant(key.name())) {
          problems.error(place, keyPath, "is required. " + key.about());
        }
        section.put(key.name(), byDefault(key, keyPath, place), place, false);
      } else {
        Object checked = checked(key, member.value(), keyPath);
        section.put(key.name(), checked, member.value().place(), true);
        warnIfLater(key, member, checked, keyPath, place);
      }
    }
    return section;
  }

  private static String firstOf(Shape.Keys keys) {
    return keys.keys().keySet().iterator().next();
  }

  /** The key that was probably meant. */
  private @Nullable String unknown(
      Map.Entry<String, Value.Member> member, Set<String> known, String path) {
    String nearest = Paths.nearest(member.getKey(), known);
    problems.error(
        member.getValue().namePlace(),
        Paths.member(path, member.getKey()),
        "unknown key."
            + (nearest == null
                ? " Known here: " + String.join(", ", known) + "."
                : " Did you mean \"" + nearest + "\"?"));
    return nearest;
  }

  private static boolean isNull(Value value) {
    return value instanceof Value.Scalar scalar && scalar.isNull();
  }

  /** A section or list that somebody left empty is as if it were not there. */
  private static boolean isDefaultByNull(Shape.Key key, Value value) {
    return isNull(value) && !key.nullable() && !(key.shape() instanceof Shape.One);
  }

  private @Nullable Object byDefault(Shape.Key key, String path, Place place) {
    String text = key.byDefault();
    if (key.shape() instanceof Shape.Keys keys) {
      return section(keys, null, path, place);
    }
    if (text == null || text.equals("null")) {
      return null;
    }
    if (text.equals(Section.ABSENT)) {
      return null;
    }
    if (text.equals("{}")) {
      return Map.of();
    }
    if (text.startsWith("[")) {
      String inner = text.substring(1, text.length() - 1).trim();
      return inner.isEmpty() ? List.of() : List.of((Object[]) inner.split(",\\s*", -1));
    }
    if (key.shape() instanceof Shape.One one) {
      try {
        return one.type().parse(new Value.Scalar(DEFAULT, text, true));
      } catch (ScalarType.Unfit e) {
        throw new IllegalStateException(
            "the default of " + path + " does not fit: " + e.getMessage(), e);
      }
    }
    throw new IllegalStateException("a default that nobody can read: " + path + ": " + text);
  }

  private @Nullable Object checked(Shape.Key key, Value value, String path) {
    if (isNull(value)) {
      if (!key.nullable()) {
        problems.error(
            value.place(),
            path,
            key.required()
                ? "is required. " + key.about()
                : "cannot be null. Leave it out for its default, " + key.byDefault() + ".");
        return byDefault(key, path, value.place());
      }
      return null;
    }
    Object checked = check(key.shape(), value, path);
    return checked != null || key.required() ? checked : byDefault(key, path, value.place());
  }

  /** The checked value, or null after a problem. */
  private @Nullable Object check(Shape shape, Value value, String path) {
    if (shape instanceof Shape.One one) {
      return one(one.type(), value, path);
    }
    if (shape instanceof Shape.Many many) {
      return many(many, value, path);
    }
    if (shape instanceof Shape.Named named) {
      return named(named, value, path);
    }
    if (shape == Schema.ENDPOINT) {
      return endpoint(value, path);
    }
    if (shape instanceof Shape.Keys keys) {
      return section(keys, value, path, value.place());
    }
    return either((Shape.Either) shape, value, path);
  }

  private @Nullable Object one(ScalarType type, Value value, String path) {
    if (value instanceof Value.Supplied supplied) {
      return supplied;
    }
    if (!(value instanceof Value.Scalar scalar)) {
      problems.error(value.place(), path, "expected " + type.name() + ", " + gotInstead(value));
      return null;
    }
    Value resolved = resolver.resolve(scalar, type, path);
    if (resolved instanceof Value.Missing missing) {
      if (lacks == null || !missing.forgivable()) {
        problems.error(missing.place(), path, missing.message());
        return null;
      }
      lacks.add(new Lack(path, missing)); // what it means depends on the other endpoints
      return type == Types.SECRET ? missing : null;
    }
    Value.Scalar filledIn = (Value.Scalar) resolved;
    if (type == Types.SECRET) {
      problems.know(filledIn.text());
      inlineKey |= scalar.place().line() > 0 && !filledIn.isFilledIn();
    }
    try {
      return type.parse(filledIn);
    } catch (ScalarType.Unfit e) {
      problems.error(value.place(), path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private List<Object> many(Shape.Many many, Value value, String path) {
    List<Value> items = value instanceof Value.Items list ? list.values() : List.of(value);
    List<Object> checked = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String itemPath = value instanceof Value.Items ? path + "[" + i + "]" : path;
      Object item = element(many.of(), items.get(i), itemPath);
      if (item != null) {
        checked.add(item);
      }
    }
    return checked;
  }

  private @Nullable Object element(Shape shape, Value value, String path) {
    if (isNull(value)) {
      problems.error(value.place(), path, "cannot be null. Remove it.");
      return null;
    }
    return check(shape, value, path);
  }

  private @Nullable Object named(Shape.Named named, Value value, String path) {
    if (!(value instanceof Value.Members members)) {
      problems.error(value.place(), path, "expected names with values, " + gotInstead(value));
      return null;
    }
    Map<String, Object> checked = new LinkedHashMap<>();
    members
        .members()
        .forEach(
            (name, member) -> {
              if (!isNamed(named.names(), name, member.namePlace(), path)) {
                return;
              }
              Object item = element(named.of(), member.value(), Paths.member(path, name));
              if (item != null) {
                checked.put(name, item);
              }
            });
    return checked;
  }

  /** Told at the path of all: a wrong name may hold what is no part of one. */
  private boolean isNamed(ScalarType names, String name, Place place, String path) {
    try {
      names.parse(new Value.Scalar(place, name, false));
      return true;
    } catch (ScalarType.Unfit e) {
      problems.error(place, path, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private @Nullable Object either(Shape.Either either, Value value, String path) {
    boolean mapping = value instanceof Value.Members;
    for (Shape shape : either.of()) {
      boolean takesMapping = shape instanceof Shape.Keys || shape instanceof Shape.Named;
      if (mapping == takesMapping) {
        return check(shape, value, path);
      }
    }
    throw new IllegalStateException("a shape for nothing: " + path);
  }

  /** A value of another shape; a text is not shown, as it may be a key. */
  private static String gotInstead(Value value) {
    if (value instanceof Value.Scalar scalar) {
      return "got " + (scalar.looksTyped() ? scalar.text() : "a text") + ".";
    }
    return value instanceof Value.Items ? "got a list." : "got keys with values.";
  }

  private void warnIfLater(
      Shape.Key key, Value.Member member, @Nullable Object checked, String path, Place place) {
    if (key.later() == null || key.shape() instanceof Shape.Keys) {
      return;
    }
    boolean away =
        key.later().values().isEmpty()
            ? !Objects.equals(checked, byDefault(key, path, place))
            : key.later().values().contains(String.valueOf(checked));
    if (away) {
      problems.warning(
          member.namePlace(), path, "not active yet: " + key.later().meanwhile() + ".");
    }
  }
}
