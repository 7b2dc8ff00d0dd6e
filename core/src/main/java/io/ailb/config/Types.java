package io.ailb.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of single values. */
final class Types {
  private static final Pattern WHOLE = Pattern.compile("(-?)(\\d+)([kKM]?)");
  private static final Pattern DECIMAL = Pattern.compile("(-?)(\\d+)(\\.\\d+)?");
  private static final Pattern DURATION = Pattern.compile("(-?)((\\d+)(?:\\.\\d+)?)(ms|s|m|h|d)");
  private static final Pattern EXPONENT =
      Pattern.compile("[-+]?[\\d_]+(\\.\\d*)?[eE][-+]?\\d+\\D*");

  /** No number has more digits than this: past it nobody means what is written. */
  private static final int MOST_DIGITS = 15;

  private static final int MOST_DIGITS_OF_A_DURATION = 9;

  /** Milliseconds of the units that a duration is shown in, the largest first. */
  private static final Map<String, Long> UNITS = units();

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("h", 3_600_000L);
    units.put("m", 60_000L);
    units.put("s", 1_000L);
    return units;
  }

  private Types() {}

  /** Any text but an empty one. */
  static final ScalarType TEXT = new Text("text", ".+", "expected a text");

  /** A name that can stand in a property's path. */
  static final ScalarType NAME =
      new Text(
          "name", "[A-Za-z0-9_-]{1,64}", "expected a name of at most 64 letters, digits, - and _");

  /** A pattern with * and ?. */
  static final ScalarType GLOB = new Text("glob", "\\S+", "expected a pattern such as gpt-4*");

  /** An HTTP header's name. */
  static final ScalarType HEADER =
      new Text("header name", "[A-Za-z0-9!#$%&'*+.^_`|~-]+", "expected the name of an HTTP header");

  /** An HTTP header's value. */
  static final ScalarType HEADER_VALUE = new HeaderValue();

  static final ScalarType CURRENCY =
      new Text("currency", "[A-Z]{3}", "expected a currency code such as USD");

  /** A count that takes k and M; a {@code Long}. */
  static ScalarType whole(long min, long max) {
    return new Whole(min, max);
  }

  /** A number; a {@code Double}. */
  static ScalarType decimal(double min, double max) {
    return new Decimal(min, max);
  }

  /** A share, written {@code 50%} or {@code 0.5}; a {@code Double}. */
  static final ScalarType RATIO = new Ratio(true);

  /** The same, but not 0. */
  static final ScalarType SHARE = new Ratio(false);

  /** A length of time with its unit; a {@code Duration}. */
  static final ScalarType DURATION_TYPE = new Span(Duration.ZERO);

  /** The same, of at least {@code shortest}. */
  static ScalarType atLeast(Duration shortest) {
    return new Span(shortest);
  }

  /** A duration as it would be written. */
  static String written(Duration duration) {
    long millis = duration.toMillis();
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (millis != 0 && millis % unit.getValue() == 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return millis + "ms";
  }

  /** True or false; a {@code Boolean}. */
  static final ScalarType FLAG = new Flag();

  /** An absolute http or https URL; a {@code URI}. */
  static final ScalarType URL = new Url();

  /** A zone of the time-zone database; a {@code ZoneId}. */
  static final ScalarType ZONE = new Zone();

  /** A key, which no message shows; a {@code String}. */
  static final ScalarType SECRET = new Text("secret", ".+", "expected a key");

  /** One of these words. */
  static ScalarType oneOf(String... words) {
    return new OneOf(List.of(words));
  }

  /**
   * What to say of a number that is too small or too large.
   *
   * @param ranged whether the range is what it misses; else it has too many digits
   */
  private static String outside(Value.Scalar scalar, String range, boolean ranged, int digits) {
    String expected = ranged ? range : "at most " + greatest(digits);
    return "expected " + expected + ", got " + ScalarType.got(scalar) + ".";
  }

  private static long greatest(int digits) {
    return Long.parseLong("9".repeat(digits));
  }

  /** What keeps a number from being read, where that is not plain to see. */
  private static String hint(Value.Scalar scalar) {
    return EXPONENT.matcher(scalar.text()).matches()
        ? " Exponents are not read. Write the number out."
        : "";
  }

  private static final class Text extends ScalarType {
    private final String name;
    private final Pattern pattern;
    private final String expected;

    Text(String name, String pattern, String expected) {
      this.name = name;
      this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
      this.expected = expected;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      if (!pattern.matcher(scalar.text()).matches()) {
        String got = this == SECRET ? "an empty text" : got(scalar);
        throw new Unfit(expected + ", got " + got + ".");
      }
      return scalar.text();
    }

    @Override
    String name() {
      return name;
    }

    @Override
    void describe(ObjectNode schema) {
      schema.putArray("type").add("string").add("number").add("boolean");
      if (this == TEXT || this == SECRET) {
        schema.put("minLength", 1);
      } else {
        schema.put("pattern", "^" + pattern.pattern() + "$|" + REFERENCE_PATTERN);
      }
    }
  }

  private static final class Whole extends ScalarType {
    private final long min;
    private final long max;

    Whole(long min, long max) {
      this.min = min;
      this.max = max;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      Matcher number = WHOLE.matcher(scalar.text().replace("_", ""));
      if (!number.matches()) {
        throw new Unfit(
            "expected a whole number such as 500 or 10k, got " + got(scalar) + "." + hint(scalar));
      }
      boolean negative = !number.group(1).isEmpty();
      if (negative || number.group(2).length() > MOST_DIGITS) {
        throw new Unfit(outside(scalar, range(), negative || max != Long.MAX_VALUE, MOST_DIGITS));
      }
      long factor =
          switch (number.group(3)) {
            case "k", "K" -> 1_000;
            case "M" -> 1_000_000;
            default -> 1;
          };
      long value = Long.parseLong(number.group(2));
      if (value > Math.min(max, greatest(MOST_DIGITS)) / factor) {
        throw new Unfit(outside(scalar, range(), max != Long.MAX_VALUE, MOST_DIGITS));
      }
      if (value * factor < min) {
        throw new Unfit(outside(scalar, range(), true, MOST_DIGITS));
      }
      return value * factor;
    }

    private String range() {
      return max == Long.MAX_VALUE ? min + " or more" : min + " to " + max;
    }

    @Override
    String name() {
      return "whole number";
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      ObjectNode number = any.addObject().put("type", "integer").put("minimum", min);
      if (max != Long.MAX_VALUE) {
        number.put("maximum", max);
      }
      any.addObject().put("type", "string").put("pattern", "^[\\d_]+[kKM]?$|" + REFERENCE_PATTERN);
    }
  }

  private static final class Decimal extends ScalarType {
    private final double min;
    private final double max;

    Decimal(double min, double max) {
      this.min = min;
      this.max = max;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      Matcher number = DECIMAL.matcher(scalar.text());
      if (!number.matches()) {
        throw new Unfit(
            "expected a number such as 1 or 0.5, got " + got(scalar) + "." + hint(scalar));
      }
      boolean negative = !number.group(1).isEmpty();
      boolean endless = number.group(2).length() > MOST_DIGITS;
      double value = endless ? Double.MAX_VALUE : Double.parseDouble(scalar.text());
      if (negative || endless || value < min || value > max) {
        boolean ranged = negative || value < min || max != Double.MAX_VALUE;
        throw new Unfit(outside(scalar, range(), ranged, MOST_DIGITS));
      }
      return value;
    }

    private String range() {
      return plain(min) + (max == Double.MAX_VALUE ? " or more" : " to " + plain(max));
    }

    private static String plain(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    String name() {
      return "number";
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      ObjectNode number = any.addObject().put("type", "number").put("minimum", min);
      if (max != Double.MAX_VALUE) {
        number.put("maximum", max);
      }
      any.addObject().put("type", "string").put("pattern", "^\\d+(\\.\\d+)?$|" + REFERENCE_PATTERN);
    }
  }

  private static final class Ratio extends ScalarType {
    private final boolean zero;

    Ratio(boolean zero) {
      this.zero = zero;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      String text = scalar.text();
      boolean percent = text.endsWith("%");
      String number = percent ? text.substring(0, text.length() - 1).trim() : text;
      if (DECIMAL.matcher(number).matches() && !number.startsWith("-")) {
        double ratio = Double.parseDouble(number) / (percent ? 100 : 1);
        if (ratio <= 1 && (zero || ratio > 0)) {
          return ratio;
        }
      }
      throw new Unfit(
          "expected a share "
              + (zero ? "from 0%" : "above 0%, and up")
              + " to 100%, such as 50% or 0.5, got "
              + got(scalar)
              + "."
              + hint(scalar));
    }

    @Override
    String name() {
      return "share";
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      any.addObject().put("type", "number").put("minimum", 0).put("maximum", 1);
      any.addObject()
          .put("type", "string")
          .put("pattern", "^\\d+(\\.\\d+)? *%?$|" + REFERENCE_PATTERN);
    }
  }

  private static final class Span extends ScalarType {
    private final Duration shortest;

    Span(Duration shortest) {
      this.shortest = shortest;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      String text = scalar.text();
      Matcher matcher = DURATION.matcher(text);
      if (matcher.matches()) {
        boolean negative = !matcher.group(1).isEmpty();
        String range = written(shortest) + " or more";
        if (negative || matcher.group(3).length() > MOST_DIGITS_OF_A_DURATION) {
          throw new Unfit(outside(scalar, range, negative, MOST_DIGITS_OF_A_DURATION));
        }
        double millis = Double.parseDouble(matcher.group(2)) * millisPer(matcher.group(4));
        Duration duration = Duration.ofNanos(Math.round(millis * 1e6));
        if (duration.compareTo(shortest) < 0) {
          throw new Unfit(outside(scalar, range, true, MOST_DIGITS_OF_A_DURATION));
        }
        return duration;
      }
      if (!text.startsWith("-") && DECIMAL.matcher(text).matches()) {
        throw new Unfit(
            "a duration needs a unit, got "
                + got(scalar)
                + "."
                + (scalar.isFilledIn() ? "" : " Write " + text + "s or " + text + "ms."));
      }
      throw new Unfit(
          "expected a duration such as 250ms, 5s, 2m or 1h, got "
              + got(scalar)
              + "."
              + hint(scalar));
    }

    private static double millisPer(String unit) {
      return switch (unit) {
        case "ms" -> 1;
        case "s" -> 1_000;
        case "m" -> 60_000;
        case "h" -> 3_600_000;
        default -> 86_400_000;
      };
    }

    @Override
    String name() {
      return "duration";
    }

    @Override
    void describe(ObjectNode schema) {
      schema
          .put("type", "string")
          .put("pattern", "^\\d+(\\.\\d+)?(ms|s|m|h|d)$|" + REFERENCE_PATTERN);
    }
  }

  private static final class Flag extends ScalarType {
    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      switch (scalar.text()) {
        case "true", "True", "TRUE" -> {
          return true;
        }
        case "false", "False", "FALSE" -> {
          return false;
        }
        default -> {}
      }
      String lower = scalar.text().toLowerCase(Locale.ROOT);
      String hint =
          switch (lower) {
            case "no", "off", "n" -> " YAML 1.2 reads " + lower + " as text; write false.";
            case "yes", "on", "y" -> " YAML 1.2 reads " + lower + " as text; write true.";
            default -> "";
          };
      throw new Unfit("expected true or false, got " + got(scalar) + "." + hint);
    }

    @Override
    String name() {
      return "true or false";
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      any.addObject().put("type", "boolean");
      any.addObject().put("type", "string").put("pattern", REFERENCE_PATTERN);
    }
  }

  private static final class Url extends ScalarType {
    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      String text = scalar.text();
      try {
        URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (http
            && uri.getHost() != null
            && uri.getRawQuery() == null
            && uri.getUserInfo() == null) {
          return uri;
        }
      } catch (URISyntaxException e) {
        // told below
      }
      // What stands before an @ or after a ? is often a key.
      boolean mayHoldKey = text.indexOf('@') >= 0 || text.indexOf('?') >= 0;
      throw new Unfit(
          "expected a URL such as https://api.example.com/v1, without a query or a password, got "
              + (mayHoldKey ? "one that may hold a key" : got(scalar))
              + ".");
    }

    @Override
    String name() {
      return "URL";
    }

    @Override
    void describe(ObjectNode schema) {
      schema.put("type", "string").put("pattern", "^https?://|" + REFERENCE_PATTERN);
    }
  }

  private static final class Zone extends ScalarType {
    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      try {
        return ZoneId.of(scalar.text());
      } catch (DateTimeException e) {
        throw new Unfit(
            "expected a time zone such as UTC or America/Los_Angeles, got " + got(scalar) + ".");
      }
    }

    @Override
    String name() {
      return "time zone";
    }

    @Override
    void describe(ObjectNode schema) {
      schema.putArray("type").add("string").add("number");
    }
  }

  private static final class OneOf extends ScalarType {
    private final List<String> words;

    OneOf(List<String> words) {
      this.words = words;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      if (words.contains(scalar.text())) {
        return scalar.text();
      }
      String nearest = Paths.nearest(scalar.text(), words);
      String hint = nearest == null ? "" : " Did you mean \"" + nearest + "\"?";
      throw new Unfit("expected " + list() + ", got " + got(scalar) + "." + hint);
    }

    private String list() {
      String last = words.get(words.size() - 1);
      return words.size() == 1
          ? last
          : String.join(", ", words.subList(0, words.size() - 1)) + " or " + last;
    }

    @Override
    String name() {
      return String.join(" | ", words);
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      ArrayNode values = any.addObject().putArray("enum");
      words.forEach(values::add);
      any.addObject().put("type", "string").put("pattern", REFERENCE_PATTERN);
    }
  }

  /**
   * A type that takes one word beside its own values, such as {@code auto}; the word is a String.
   */
  static ScalarType orWord(String word, ScalarType type) {
    return new OrWord(word, type);
  }

  private static final class OrWord extends ScalarType {
    private final String word;
    private final ScalarType type;

    OrWord(String word, ScalarType type) {
      this.word = word;
      this.type = type;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      return scalar.text().equals(word) ? word : type.parse(scalar);
    }

    @Override
    String name() {
      return word + " or " + type.name();
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      any.addObject().put("const", word);
      type.describe(any.addObject());
    }
  }

  /** A type that takes {@code false} beside its own values; that is a Boolean. */
  static ScalarType orFalse(ScalarType type) {
    return new OrFalse(type);
  }

  private static final class OrFalse extends ScalarType {
    private final ScalarType type;

    OrFalse(ScalarType type) {
      this.type = type;
    }

    @Override
    Object parse(Value.Scalar scalar) throws Unfit {
      if (scalar.text().equalsIgnoreCase("false")) {
        return false;
      }
      try {
        return type.parse(scalar);
      } catch (Unfit e) {
        throw new Unfit(
            String.valueOf(e.getMessage()).replaceFirst("^expected ", "expected false, or "));
      }
    }

    @Override
    String name() {
      return "false or " + type.name();
    }

    @Override
    void describe(ObjectNode schema) {
      ArrayNode any = schema.putArray("anyOf");
      any.addObject().put("const", false);
      type.describe(any.addObject());
    }
  }

  static List<String> words(String... words) {
    return Arrays.asList(words);
  }
}
