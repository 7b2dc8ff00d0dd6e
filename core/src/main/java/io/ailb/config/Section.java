package io.ailb.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checked values of some {@link Shape.Keys}, defaults filled in. Each getter fits the type that
 * the {@link Schema} gives the key; asking otherwise is a bug of ours.
 */
final class Section {
  /** The default of a key that has none of its own, and takes another's. */
  static final String ABSENT = "(absent)";

  private final String path;
  private final Place place;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Set<String> written = new HashSet<>();
  private final Set<String> meant = new HashSet<>();
  private List<Checker.Lack> lacks = List.of();

  Section(String path, Place place) {
    this.path = path;
    this.place = place;
  }

  void put(String key, @Nullable Object value, Place valuePlace, boolean isWritten) {
    values.put(key, value);
    places.put(key, valuePlace);
    if (isWritten) {
      written.add(key);
    }
  }

  /** Such as {@code pools[0].endpoints[1]}. */
  String path() {
    return path;
  }

  /** Where it begins. */
  Place place() {
    return place;
  }

  /** Where the value of a key stands; where the section begins if it is a default. */
  Place placeOf(String key) {
    return places.getOrDefault(key, place);
  }

  String pathOf(String key) {
    return Paths.member(path, key);
  }

  /** Whether somebody wrote it, even if as its default. */
  boolean isWritten(String key) {
    return written.contains(key);
  }

  /** Notes that a key is probably there, but misspelt: it needs no second problem. */
  void meant(@Nullable String key) {
    if (key != null) {
      meant.add(key);
    }
  }

  boolean isMeant(String key) {
    return meant.contains(key);
  }

  void lacks(List<Checker.Lack> newLacks) {
    lacks = newLacks;
  }

  /** What it refers to that is not there, in an endpoint. */
  List<Checker.Lack> lacks() {
    return lacks;
  }

  private @Nullable Object value(String key) {
    if (!values.containsKey(key)) {
      throw new IllegalStateException("no key " + pathOf(key) + " in the schema");
    }
    return values.get(key);
  }

  private Object some(String key) {
    Object value = value(key);
    if (value == null) {
      throw new IllegalStateException(pathOf(key) + " is null, which the schema excludes");
    }
    return value;
  }

  boolean isNull(String key) {
    return value(key) == null;
  }

  Section section(String key) {
    return (Section) some(key);
  }

  String text(String key) {
    return (String) some(key);
  }

  @Nullable String textOrNull(String key) {
    return (String) value(key);
  }

  boolean flag(String key) {
    return (Boolean) some(key);
  }

  long whole(String key) {
    return (Long) some(key);
  }

  int small(String key) {
    return Math.toIntExact(whole(key));
  }

  @Nullable Long wholeOrNull(String key) {
    return (Long) value(key);
  }

  double number(String key) {
    return (Double) some(key);
  }

  @Nullable Double numberOrNull(String key) {
    return (Double) value(key);
  }

  Duration duration(String key) {
    return (Duration) some(key);
  }

  @Nullable Duration durationOrNull(String key) {
    return (Duration) value(key);
  }

  /** Whatever it is: for keys with several shapes. */
  @Nullable Object any(String key) {
    return value(key);
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object text : (List<?>) some(key)) {
      texts.add((String) text);
    }
    return List.copyOf(texts);
  }

  @Nullable List<String> textsOrNull(String key) {
    return isNull(key) ? null : texts(key);
  }

  /** Empty also where the key is required and missing, which is a problem already. */
  List<Section> sections(String key) {
    if (isNull(key)) {
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Object section : (List<?>) some(key)) {
      sections.add((Section) section);
    }
    return List.copyOf(sections);
  }

  Map<String, String> textMap(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    ((Map<?, ?>) some(key)).forEach((name, value) -> map.put((String) name, (String) value));
    return map;
  }
}
