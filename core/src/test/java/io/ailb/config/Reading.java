package io.ailb.config;

import io.ailb.model.ApiKey;
import io.ailb.model.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A reader in surroundings of a test's making. */
final class Reading {
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> properties = new LinkedHashMap<>();

  static Reading of() {
    return new Reading();
  }

  Reading env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Reading property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  ConfigReader reader() {
    return new ConfigReader(environment::get, properties, Reading::asked);
  }

  private static ApiKey asked(Supplier<String> supplier) {
    return ApiKey.of(Secret.of(supplier.get()));
  }

  Config read(String yaml) {
    return reader().read("ai-lb.yaml", yaml);
  }

  /** All that is said of it. */
  List<String> said(String yaml) {
    return said(() -> read(yaml));
  }

  List<String> said(Path file) {
    return said(() -> reader().read(file));
  }

  static List<String> said(Supplier<Config> reading) {
    return problems(reading).stream().map(ConfigProblem::toString).toList();
  }

  static List<ConfigProblem> problems(Supplier<Config> reading) {
    try {
      return reading.get().warnings();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  static String lines(String... lines) {
    return String.join("\n", lines);
  }

  /** A pool of one endpoint with these further lines, indented for the pool. */
  static String pool(String... lines) {
    StringBuilder text =
        new StringBuilder("pools:\n  - endpoints:\n      - {provider: openai, apiKey: sk-one}\n");
    for (String line : lines) {
      text.append("    ").append(line).append('\n');
    }
    return text.toString();
  }

  /** A pool of one endpoint, in block style, with these further lines of the endpoint. */
  static String endpoint(String... lines) {
    StringBuilder text = new StringBuilder("pools:\n  - endpoints:\n      - provider: openai\n");
    for (String line : lines) {
      text.append("        ").append(line).append('\n');
    }
    return text.toString();
  }
}
