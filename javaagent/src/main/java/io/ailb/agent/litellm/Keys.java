package io.ailb.agent.litellm;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes references of what a file says about keys. A key that stands in the file stays there. */
final class Keys {
  private static final String ENVIRONMENT = "os.environ/";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What people write where no key is wanted. */
  private static final Set<String> NONE =
      Set.of("none", "empty", "dummy", "fake", "fake-key", "not-needed", "no-key", "anything");

  private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{12,}");

  private final Notes notes;
  private final Map<String, String> variables = new LinkedHashMap<>();

  Keys(Notes notes) {
    this.notes = notes;
  }

  /** A text without what looks like a key, as one may stand in the place of something else. */
  static String without(String text) {
    return KEY.matcher(text).replaceAll("left-out-as-it-looks-like-a-key");
  }

  /** Whether this stands for no key at all. */
  static boolean isNone(Written.Text written) {
    return NONE.contains(written.text().toLowerCase(Locale.ROOT));
  }

  /** The reference for {@code os.environ/NAME}; null for anything else. */
  static @Nullable String reference(String text) {
    String name = text.startsWith(ENVIRONMENT) ? text.substring(ENVIRONMENT.length()) : "";
    return VARIABLE.matcher(name).matches() ? "${" + name + "}" : null;
  }

  /**
   * The reference for a key. One that stands in the file itself gets a variable of its own.
   *
   * @param owner whose it is, for the variable's name
   */
  String key(Written.Text written, String path, String owner) {
    String reference = reference(written.text());
    if (reference != null) {
      return reference;
    }
    String prefix = "LITELLM_" + owner.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    String variable =
        variables.computeIfAbsent(
            written.text(),
            text -> {
              long others = variables.values().stream().filter(v -> v.startsWith(prefix)).count();
              return prefix + "_KEY_" + (others + 1);
            });
    notes.add(
        written,
        path,
        "a key stands in the file itself: put it into the variable "
            + variable
            + ", ours refers to it");
    return "${" + variable + "}";
  }
}
