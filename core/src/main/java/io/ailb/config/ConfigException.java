package io.ailb.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used. Its message lists all errors, one a line. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> problems;

  ConfigException(List<ConfigProblem> problems) {
    super(
        problems.stream()
            .filter(ConfigProblem::isError)
            .map(ConfigProblem::toString)
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All errors, and the warnings beside them, in the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
