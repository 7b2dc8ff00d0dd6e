package io.ailb.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a text refers to: {@code ${NAME}}, {@code ${env:NAME}}, {@code ${NAME:-default}},
 * {@code ${sys:property}}, {@code ${file:PATH}}; {@code $$} is a dollar. It happens to single
 * values after parsing, so that what is filled in can never be read as YAML.
 */
final class References implements Resolver {
  private static final long MAX_FILE = 64 * 1024;

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\{([^}]*)}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final String LITELLM = "os.environ/";

  private final UnaryOperator<@Nullable String> environment;
  private final UnaryOperator<@Nullable String> properties;
  private final Path directory;
  private final Set<Path> files = new LinkedHashSet<>();

  /**
   * References to these sources.
   *
   * @param directory what relative files are relative to
   */
  References(
      UnaryOperator<@Nullable String> environment,
      UnaryOperator<@Nullable String> properties,
      Path directory) {
    this.environment = environment;
    this.properties = properties;
    this.directory = directory;
  }

  /** The files that were read. */
  Set<Path> files() {
    return files;
  }

  @Override
  public Value resolve(Value.Scalar scalar, ScalarType type, String path) {
    if (scalar.text().startsWith(LITELLM)) {
      String name = scalar.text().substring(LITELLM.length());
      return new Value.Missing(
          scalar.place(),
          "this is LiteLLM syntax. Write ${"
              + (isVariable(name) ? name : "NAME")
              + "}, or run: ai-lb import litellm FILE.",
          false);
    }
    if (scalar.text().indexOf('$') < 0) {
      return scalar;
    }
    if (REFERENCE.matcher(scalar.text()).replaceAll(" ").contains("${")) {
      return new Value.Missing(
          scalar.place(), "a reference is not closed. Write ${NAME}, or $$ for a dollar.", false);
    }
    StringBuilder resolved = new StringBuilder();
    Matcher reference = REFERENCE.matcher(scalar.text());
    while (reference.find()) {
      String replacement = "$";
      if (reference.group(1) != null) {
        try {
          replacement = lookUp(reference.group(1));
        } catch (NotThere e) {
          return new Value.Missing(scalar.place(), e.words, e.forgivable);
        }
      }
      reference.appendReplacement(resolved, Matcher.quoteReplacement(replacement));
    }
    reference.appendTail(resolved);
    return scalar.filledIn(resolved.toString());
  }

  private String lookUp(String reference) throws NotThere {
    if (reference.startsWith("sys:")) {
      String name = reference.substring(4);
      return found(
          properties.apply(name),
          "system property " + name + " is not set. Pass -D" + name + "=...");
    }
    if (reference.startsWith("file:")) {
      return file(reference.substring(5));
    }
    String variable = reference.startsWith("env:") ? reference.substring(4) : reference;
    int otherwise = variable.indexOf(":-");
    String name = otherwise < 0 ? variable : variable.substring(0, otherwise);
    if (!isVariable(name)) {
      throw new NotThere(
          "this refers to nothing that ai-lb knows. Write ${NAME}, ${NAME:-default}, ${sys:property}"
              + " or ${file:PATH}.",
          false);
    }
    String value = environment.apply(name);
    if (otherwise >= 0 && (value == null || value.isEmpty())) {
      return variable.substring(otherwise + 2);
    }
    return found(
        value == null || value.isEmpty() ? null : value,
        "environment variable " + name + " is not set. Export it, or use ${file:...}.");
  }

  /** What is no variable's name is not repeated: it may be a key that somebody put in braces. */
  private static boolean isVariable(String name) {
    return VARIABLE.matcher(name).matches()
        && !(KeyLike.in(name) && !name.equals(name.toUpperCase(Locale.ROOT)));
  }

  private String file(String name) throws NotThere {
    try {
      Path file = directory.resolve(name);
      files.add(file);
      if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE)) {
        throw new NotThere(
            "file " + name + " is not a file of at most 64 KiB. Name the file that holds the key.",
            true);
      }
      String text = Files.readString(file);
      return text.endsWith("\n")
          ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1))
          : text;
    } catch (IOException | InvalidPathException e) {
      throw new NotThere(
          "file "
              + name
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "). Check the path and its permissions.",
          true);
    }
  }

  private static String found(@Nullable String value, String otherwise) throws NotThere {
    if (value == null) {
      throw new NotThere(otherwise, true);
    }
    return value;
  }

  private static final class NotThere extends Exception {
    private static final long serialVersionUID = 1;
    private final String words;
    private final boolean forgivable;

    NotThere(String words, boolean forgivable) {
      super(words, null, false, false);
      this.words = words;
      this.forgivable = forgivable;
    }
  }
}
