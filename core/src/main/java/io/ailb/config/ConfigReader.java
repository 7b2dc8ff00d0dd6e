package io.ailb.config;

import io.ailb.model.ApiKey;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads configurations. Immutable. */
public final class ConfigReader {
  private static final long MAX_BYTES = 1024 * 1024;

  private final UnaryOperator<@Nullable String> environment;
  private final Map<String, String> properties;
  private final Function<Supplier<String>, ApiKey> rotating;
  private final boolean strict;

  /**
   * A reader of this surroundings.
   *
   * @param environment variables by name
   * @param properties system properties; {@code ailb.*} ones override keys
   * @param rotating makes a key of a program's own source of keys
   */
  public ConfigReader(
      UnaryOperator<@Nullable String> environment,
      Map<String, String> properties,
      Function<Supplier<String>, ApiKey> rotating) {
    this(environment, properties, rotating, false);
  }

  private ConfigReader(
      UnaryOperator<@Nullable String> environment,
      Map<String, String> properties,
      Function<Supplier<String>, ApiKey> rotating,
      boolean strict) {
    this.environment = environment;
    this.properties = Map.copyOf(properties);
    this.rotating = rotating;
    this.strict = strict;
  }

  /** A reader to which a missing variable is always an error, as whoever validates wants it. */
  public ConfigReader strict() {
    return new ConfigReader(environment, properties, rotating, true);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with all its errors
   */
  public Config read(Path file) {
    Problems problems = new Problems();
    String name = file.getFileName().toString();
    String text = text(file, name, problems);
    if (text != null) {
      warnOfReaders(file, name, text, problems);
    }
    return read(name, text, file, problems);
  }

  /**
   * Reads a text.
   *
   * @param source stands for it in messages
   * @throws ConfigException with all its errors
   */
  public Config read(String source, String text) {
    return read(source, text, null, new Problems());
  }

  private Config read(
      String source, @Nullable String text, @Nullable Path file, Problems problems) {
    Value.Members root = text == null ? null : YamlReader.read(source, text, problems);
    if (root == null) {
      problems.throwIfAny();
      throw new IllegalStateException("no configuration and no problem: " + source);
    }
    return read(root, file, problems);
  }

  /** Reads a tree that a program made. */
  Config read(Value.Members root, @Nullable Path file, Problems problems) {
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    References references =
        new References(environment, properties::get, directory == null ? Path.of("") : directory);
    Overrides.apply(root, environment, properties, problems);
    Section checked =
        new Checker(problems, references).section(Schema.ROOT, root, "", root.place());
    Settings settings = new Settings(problems, rotating, strict);
    Config config = settings.config(checked, file, watched(file, references));
    problems.throwIfAny();
    return config;
  }

  private static Set<Path> watched(@Nullable Path file, References references) {
    Set<Path> files = new LinkedHashSet<>(references.files());
    if (file != null) {
      files.add(file);
    }
    return files;
  }

  private static @Nullable String text(Path file, String name, Problems problems) {
    Place start = Place.of(name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.error(start, "", "larger than 1 MiB. A configuration this large is a mistake.");
        return null;
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      problems.error(start, "", "not UTF-8. Save it as UTF-8.");
    } catch (IOException e) {
      boolean there = Files.exists(file);
      problems.error(
          start,
          "",
          there
              ? "cannot be read (" + e.getClass().getSimpleName() + "). Check its permissions."
              : "no such file: " + file.toAbsolutePath() + ". Check the path.");
    }
    return null;
  }

  private static void warnOfReaders(Path file, String name, String text, Problems problems) {
    boolean inlineKey =
        text.lines().anyMatch(line -> line.matches(".*apiKey:\\s*[\"']?[^\\s\"'$\\[{][^$]*"));
    try {
      if (inlineKey
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        problems.warning(
            Place.of(name),
            "",
            "holds a key and can be read by everybody. chmod 600 it, or refer to the key: ${NAME} or"
                + " ${file:PATH}.");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // no such permissions on this system
    }
  }
}
