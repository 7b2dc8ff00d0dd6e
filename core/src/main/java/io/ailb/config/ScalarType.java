package io.ailb.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A kind of single value: how it is written, checked, and described. Stateless. */
abstract class ScalarType {
  /** Not of this type; the message completes "PATH: ". */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String message) {
      super(message, null, false, false);
    }
  }

  /** What the settings get: of the class that {@link Section} promises for this type. */
  abstract Object parse(Value.Scalar scalar) throws Unfit;

  /** One or two words for tables, such as {@code duration}. */
  abstract String name();

  /** Describes it to an editor. */
  abstract void describe(ObjectNode schema);

  /** The value as messages show it. */
  static String got(Value.Scalar scalar) {
    if (scalar.isFilledIn()) {
      return '"' + KeyLike.withoutDefaults(scalar.written()) + '"';
    }
    if (KeyLike.in(scalar.text())) {
      return "a text of " + scalar.text().length() + " characters, not shown as it may be a key";
    }
    return scalar.looksTyped() ? scalar.text() : '"' + scalar.text() + '"';
  }

  /** A reference is filled in later, so that editors must let it stand anywhere. */
  static final String REFERENCE_PATTERN = "\\$\\{[^}]+\\}";
}
