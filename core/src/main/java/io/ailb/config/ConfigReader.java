package io.ailb.config;

import io.ailb.model.ApiKey;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads configurations. Immutable. */
public final class ConfigReader {
  private static final long MAX_BYTES = 1024 * 1024;
  private static final String TOO_LARGE =
      "larger than 1 MiB. A configuration this large is a mistake.";

  private final UnaryOperator<@Nullable String> environment;
  private final Map<String, String> properties;
  private final Function<Supplier<String>, ApiKey> rotating;
  private final boolean strict;
  private final boolean keyless;
  private final List<Overrides.Entry> overrides;

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
    this(environment, properties, rotating, false, false, List.of());
  }

  private ConfigReader(
      UnaryOperator<@Nullable String> environment,
      Map<String, String> properties,
      Function<Supplier<String>, ApiKey> rotating,
      boolean strict,
      boolean keyless,
      List<Overrides.Entry> overrides) {
    this.environment = environment;
    this.properties = Map.copyOf(properties);
    this.rotating = rotating;
    this.strict = strict;
    this.keyless = keyless;
    this.overrides = overrides;
  }

  /** A reader to which a missing variable is always an error, as whoever validates wants it. */
  public ConfigReader strict() {
    return new ConfigReader(environment, properties, rotating, true, keyless, overrides);
  }

  /**
   * A reader that looks no key up: a reference in the place of one stands for it, and the name of a
   * variable for what it holds where that is not set and a text is wanted. For trying a
   * configuration out.
   */
  public ConfigReader keyless() {
    return new ConfigReader(environment, properties, rotating, strict, true, overrides);
  }

  /**
   * A reader to which this value outranks the file, the environment and system properties.
   *
   * @param path with names, such as {@code pools.default.endpoints.openai-1.weight}
   * @param value as it would be written
   * @param source stands for it in messages, such as {@code agent option log}
   */
  public ConfigReader overriding(String path, String value, String source) {
    List<Overrides.Entry> more = new ArrayList<>(overrides);
    more.add(new Overrides.Entry(path, value, source));
    return new ConfigReader(environment, properties, rotating, strict, keyless, List.copyOf(more));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException with all its errors
   */
  public Config read(Path file) {
    Problems problems = new Problems();
    String name = file.getFileName().toString();
    return read(name, text(file, name, problems), file, problems);
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
    Value.Members root = null;
    if (text != null && text.length() > MAX_BYTES) {
      problems.error(Place.of(source), "", TOO_LARGE);
    } else if (text != null) {
      root = YamlReader.read(source, text, problems);
    }
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
    Overrides above = new Overrides(problems);
    Overrides.of(environment, properties).forEach(entry -> above.apply(root, entry));
    overrides.forEach(entry -> above.apply(root, entry));
    Checker checker = new Checker(problems, keyless ? new StandIns(references) : references);
    Section checked = checker.section(Schema.ROOT, root, "", root.place());
    if (file != null && checker.hasInlineKey()) {
      warnOfReaders(file, problems);
    }
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
        problems.error(start, "", TOO_LARGE);
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

  private static void warnOfReaders(Path file, Problems problems) {
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        problems.warning(
            Place.of(file.getFileName().toString()),
            "",
            "holds a key and can be read by everybody. chmod 600 it, or refer to the key: ${NAME} or"
                + " ${file:PATH}.");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // no such permissions on this system
    }
  }
}
