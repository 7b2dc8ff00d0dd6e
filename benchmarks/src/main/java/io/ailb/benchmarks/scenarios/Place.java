package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;

/**
 * An object of a file, and where it stands. It remembers what it was asked for: whatever else is
 * there would be ignored in silence, and is an error when it is {@link #close closed}.
 */
final class Place {
  private static final Range ANY = new Range("a number", number -> true);
  static final Range POSITIVE = new Range("a number above 0", number -> number > 0);
  static final Range NOT_NEGATIVE = new Range("a number from 0 on", number -> number >= 0);
  static final Range SHARE = new Range("a number from 0 to 1", n -> n >= 0 && n <= 1);

  /** Which numbers make sense, and how that is said. */
  record Range(String words, DoublePredicate holds) {}

  private final String path;
  private final JsonNode object;
  private final Set<String> asked = new TreeSet<>();

  private Place(String path, JsonNode object) {
    if (!object.isObject()) {
      throw wrong(path.isEmpty() ? "the file" : path, object, "an object, in { }");
    }
    this.path = path;
    this.object = object;
  }

  static Place root(JsonNode file) {
    return new Place("", file);
  }

  /** The one sentence of everything that is wrong: where, what stands there, what should. */
  static IllegalArgumentException wrong(String path, JsonNode value, String instead) {
    return new IllegalArgumentException(path + " is " + shown(value) + ": say " + instead);
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "empty" : value.toString();
    return text.length() > 80 ? text.substring(0, 77) + "..." : text;
  }

  /** Of a key of this object. */
  IllegalArgumentException wrong(String name, String instead) {
    return wrong(path(name), object.path(name), instead);
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Nothing else may be here. */
  void close() {
    for (String name : names()) {
      if (!asked.contains(name)) {
        throw new IllegalArgumentException(
            path(name)
                + " is "
                + shown(object.path(name))
                + ", which nobody reads here: remove it, or use one of "
                + String.join(", ", asked));
      }
    }
  }

  boolean has(String name) {
    asked.add(name);
    return object.has(name);
  }

  /** What stands there, of any kind. */
  JsonNode need(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(path(name) + " is missing: add it");
    }
    return object.get(name);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  Place place(String name) {
    return new Place(path(name), need(name));
  }

  /** As {@code place}; empty where it is not there. */
  Place placeOrEmpty(String name) {
    return has(name) ? place(name) : new Place(path(name), JsonNodeFactory.instance.objectNode());
  }

  /** The objects of a list. */
  List<Place> places(String name) {
    List<Place> places = new ArrayList<>();
    for (JsonNode element : list(name, "a list of objects, in [ ]")) {
      places.add(new Place(path(name) + "[" + places.size() + "]", element));
    }
    return places;
  }

  /** The elements of a list that has some. */
  JsonNode list(String name, String instead) {
    JsonNode list = need(name);
    if (!list.isArray() || list.isEmpty()) {
      throw wrong(name, instead);
    }
    return list;
  }

  String text(String name) {
    JsonNode value = need(name);
    if (!value.isTextual() || value.asText().isBlank()) {
      throw wrong(name, "a text, in quotation marks");
    }
    return value.asText();
  }

  String oneOf(String name, List<String> allowed) {
    String value = text(name);
    if (!allowed.contains(value)) {
      throw wrong(name, "one of " + String.join(", ", allowed));
    }
    return value;
  }

  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!object.get(name).isBoolean()) {
      throw wrong(name, "true or false, without quotation marks");
    }
    return object.get(name).asBoolean();
  }

  double number(String name) {
    return number(name, ANY);
  }

  double number(String name, Range range) {
    JsonNode value = need(name);
    if (!isNumber(value) || !range.holds.test(value.asDouble())) {
      throw wrong(name, range.words);
    }
    return value.asDouble();
  }

  double number(String name, Range range, double otherwise) {
    return has(name) ? number(name, range) : otherwise;
  }

  /** A whole number, as of requests and tokens. */
  int count(String name, int least) {
    JsonNode value = need(name);
    if (!isCount(value, least)) {
      throw wrong(name, "a whole number from " + least + " on");
    }
    return value.asInt();
  }

  int count(String name, int least, int otherwise) {
    return has(name) ? count(name, least) : otherwise;
  }

  long whole(String name, long otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode value = object.get(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return value.asLong();
  }

  static boolean isNumber(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.asDouble());
  }

  static boolean isCount(JsonNode value, int least) {
    return isNumber(value)
        && value.decimalValue().compareTo(BigDecimal.valueOf(value.asInt())) == 0
        && value.asInt() >= least;
  }
}
