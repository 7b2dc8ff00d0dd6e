package io.ailb.simulator.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** What OpenAI says alike in both of its dialects. */
final class OpenAiWords {
  static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

  /** Models that think: they take no {@code max_tokens} and no sampling of their own. */
  static final Pattern REASONING = Pattern.compile("(gpt-[5-9]|o[1-9]).*");

  private OpenAiWords() {}

  static void only(JsonNode object, Set<String> allowed, String at) throws Violation {
    for (var member : object.properties()) {
      if (!allowed.contains(member.getKey())) {
        String name = at + member.getKey();
        throw new Violation("Unknown parameter: '" + name + "'.", name, "unknown_parameter");
      }
    }
  }

  static void required(JsonNode object, String name, String at) throws Violation {
    if (!object.hasNonNull(name)) {
      throw new Violation(
          "Missing required parameter: '" + at + name + "'.",
          at + name,
          "missing_required_parameter");
    }
  }

  static void oneOf(JsonNode value, Set<String> allowed, String at) throws Violation {
    if (!value.isMissingNode() && !value.isNull() && !allowed.contains(value.asText())) {
      throw new Violation(
          "Invalid value: '%s'. Supported values are: %s."
              .formatted(
                  value.asText(),
                  String.join(", ", allowed.stream().sorted().map(v -> "'" + v + "'").toList())),
          at,
          "invalid_value");
    }
  }

  static void string(JsonNode value, String at) throws Violation {
    if (!value.isTextual()) {
      throw new Violation(
          "Invalid type for '%s': expected a string, but got %s instead."
              .formatted(at, value.isObject() ? "an object" : value.getNodeType()),
          at,
          "invalid_type");
    }
  }

  static void noLonger(JsonNode value, int most, String at) throws Violation {
    int length = value.asText().length();
    if (length > most) {
      throw new Violation(
          "Invalid '%s': string too long. Expected a string with maximum length %d, but got a string with length %d instead."
              .formatted(at, most, length),
          at,
          "string_above_max_length");
    }
  }

  static void name(JsonNode value, String at) throws Violation {
    string(value, at);
    noLonger(value, 64, at);
    if (!NAME.matcher(value.asText()).matches()) {
      throw new Violation(
          "Invalid '%s': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'."
              .formatted(at),
          at,
          "invalid_value");
    }
  }

  static void range(JsonNode body, String name, double least, double most) throws Violation {
    JsonNode value = body.path(name);
    if (value.isNumber() && (value.doubleValue() < least || value.doubleValue() > most)) {
      boolean below = value.doubleValue() < least;
      throw new Violation(
          "Invalid '%s': decimal %s value. Expected a value %s %s, but got %s instead."
              .formatted(
                  name,
                  below ? "below minimum" : "above maximum",
                  below ? ">=" : "<=",
                  below ? least : most,
                  value.asText()),
          name,
          below ? "decimal_below_min_value" : "decimal_above_max_value");
    }
  }

  /** A picture by an address, or as data that is really there. */
  static void image(JsonNode url, String at) throws Violation {
    string(url, at);
    String text = url.asText();
    if (text.startsWith("https://") || text.startsWith("http://")) {
      return;
    }
    int comma = text.indexOf(',');
    boolean data = text.startsWith("data:image/") && text.contains(";base64,");
    if (!data || !Opaque.isBase64(text.substring(comma + 1))) {
      throw new Violation(
          "Invalid '" + at + "'. Expected a base64-encoded data URL with an image MIME type.",
          at,
          "invalid_base64");
    }
  }

  /** What every tool list has to heed; the tools' own shape is their dialect's matter. */
  static void tools(JsonNode body) throws Violation {
    JsonNode tools = body.path("tools");
    if (tools.isMissingNode() || tools.isNull()) {
      for (String name : Set.of("tool_choice", "parallel_tool_calls")) {
        if (body.hasNonNull(name)) {
          throw new Violation(
              "Invalid value for '%s': '%s' is only allowed when 'tools' are specified."
                  .formatted(name, name),
              name);
        }
      }
    }
  }
}
