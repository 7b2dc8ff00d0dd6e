package io.ailb.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Looks no key up: a reference in its place stands for it, so that the same reference is the same
 * account. A text or URL whose variable is not set here is made up of the variable's name; a number
 * cannot be.
 */
final class StandIns implements Resolver {
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^a-z0-9]+");

  private final References references;

  StandIns(References references) {
    this.references = references;
  }

  @Override
  public Value resolve(Value.Scalar scalar, ScalarType type, String path) {
    if (scalar.text().indexOf('$') >= 0 && mayHoldKeys(type, path)) {
      return scalar.filledIn(
          name(scalar.text()) + "-" + Integer.toHexString(scalar.text().hashCode()));
    }
    Value resolved = references.resolve(scalar, type, path);
    if (resolved instanceof Value.Missing missing && missing.forgivable()) {
      if (type == Types.URL) {
        return scalar.filledIn("https://" + name(scalar.text()) + ".invalid");
      }
      if (type == Types.TEXT) {
        return scalar.filledIn(name(scalar.text()));
      }
    }
    return resolved;
  }

  private static boolean mayHoldKeys(ScalarType type, String path) {
    return type == Types.SECRET || type == Types.HEADER_VALUE || path.contains(".query.");
  }

  /** Such as {@code unset-azure-openai-endpoint}. */
  private static String name(String reference) {
    String name = NOT_IN_A_NAME.matcher(reference.toLowerCase(Locale.ROOT)).replaceAll("-");
    return "unset" + (name.startsWith("-") ? "" : "-") + name.replaceAll("-$", "");
  }
}
