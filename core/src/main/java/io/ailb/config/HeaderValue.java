package io.ailb.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A text that goes into an HTTP header, where a line break would begin a header of its own. */
final class HeaderValue extends ScalarType {
  @Override
  Object parse(Value.Scalar scalar) throws Unfit {
    String text = String.valueOf(Types.TEXT.parse(scalar));
    for (int i = 0; i < text.length(); i++) {
      if (!isCarried(text.charAt(i))) {
        // The text itself is not shown: it would break the line of the message, too.
        throw new Unfit(
            "has a character that no HTTP header can carry, U+%04X at position %d%s."
                    .formatted((int) text.charAt(i), i + 1, ofReference(scalar))
                + " Take out line breaks, control characters and what is not in ISO 8859-1.");
      }
    }
    return text;
  }

  private static String ofReference(Value.Scalar scalar) {
    return scalar.isFilledIn() ? " of " + got(scalar) : "";
  }

  /** Visible characters of ISO 8859-1, spaces and tabs. */
  private static boolean isCarried(char c) {
    return c == '\t' || (c <= 0xFF && !Character.isISOControl(c));
  }

  @Override
  String name() {
    return Types.TEXT.name();
  }

  @Override
  void describe(ObjectNode schema) {
    Types.TEXT.describe(schema);
  }
}
