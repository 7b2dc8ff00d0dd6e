package io.ailb.benchmarks.compatibility;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Error output that the agent has to answer for. */
final class Noise {
  private Noise() {}

  /**
   * The lines of a program under the agent that it did not write without it. The agent may say that
   * it has started, and what becomes of endpoints.
   */
  static String of(List<String> errors, List<String> without) {
    Set<String> own = without.stream().map(Noise::withoutNumbers).collect(Collectors.toSet());
    return errors.stream()
        .filter(line -> !line.startsWith("[ai-lb") || line.contains(" ERROR "))
        .filter(line -> !own.contains(withoutNumbers(line)))
        .collect(Collectors.joining(" "));
  }

  private static String withoutNumbers(String line) {
    return line.replaceAll("[0-9]+", "0");
  }
}
