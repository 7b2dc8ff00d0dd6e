package io.ailb.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found wrong, so that all of it can be told at once. */
final class Problems {
  private final List<ConfigProblem> found = new ArrayList<>();

  void error(Place place, String path, String message) {
    found.add(ConfigProblem.error(place, path, message));
  }

  void warning(Place place, String path, String message) {
    found.add(ConfigProblem.warning(place, path, message));
  }

  boolean hasErrors() {
    return found.stream().anyMatch(ConfigProblem::isError);
  }

  /** In the order of the file. */
  List<ConfigProblem> sorted() {
    return found.stream()
        .sorted(Comparator.comparingInt(ConfigProblem::line).thenComparing(ConfigProblem::column))
        .toList();
  }

  void throwIfAny() {
    if (hasErrors()) {
      throw new ConfigException(sorted());
    }
  }
}
