package io.ailb.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is found wrong, so that all of it can be told at once. */
final class Problems {
  /** What stands for no key, such as {@code unused}, is shorter, and may be a word of messages. */
  private static final int SHORTEST_SECRET = 8;

  private final List<ConfigProblem> found = new ArrayList<>();
  private final Set<String> secrets = new LinkedHashSet<>();

  void error(Place place, String path, String message) {
    found.add(ConfigProblem.error(place, path, message));
  }

  void warning(Place place, String path, String message) {
    found.add(ConfigProblem.warning(place, path, message));
  }

  /** A key, which no message shows from now on. */
  void know(String secret) {
    if (secret.length() >= SHORTEST_SECRET) {
      secrets.add(secret);
    }
  }

  /** Whether an error was found at this path or below it. */
  boolean isTold(String path) {
    return found.stream()
        .filter(ConfigProblem::isError)
        .map(ConfigProblem::path)
        .anyMatch(p -> p.equals(path) || p.startsWith(path + "[") || p.startsWith(path + "."));
  }

  boolean hasErrors() {
    for (ConfigProblem problem : found) {
      if (problem.isError()) {
        return true;
      }
    }
    return false;
  }

  /** In the order of the file. */
  List<ConfigProblem> sorted() {
    List<ConfigProblem> sorted = new ArrayList<>();
    for (ConfigProblem problem : found) {
      sorted.add(withoutKeys(problem));
    }
    sorted.sort(Problems::byPlace);
    return List.copyOf(sorted);
  }

  private static int byPlace(ConfigProblem one, ConfigProblem other) {
    int lines = Integer.compare(one.line(), other.line());
    return lines != 0 ? lines : Integer.compare(one.column(), other.column());
  }

  private ConfigProblem withoutKeys(ConfigProblem problem) {
    String path = problem.path();
    String message = problem.message();
    for (String secret : secrets) {
      path = path.replace(secret, "...");
      message = message.replace(secret, "...");
    }
    return new ConfigProblem(
        problem.severity(), problem.source(), problem.line(), problem.column(), path, message);
  }

  void throwIfAny() {
    if (hasErrors()) {
      throw new ConfigException(sorted());
    }
  }
}
