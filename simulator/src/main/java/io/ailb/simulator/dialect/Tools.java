package io.ailb.simulator.dialect;

import java.util.List;

/**
 * The tools that a model may call.
 *
 * @param must whether it has to call one, wanted or not
 */
public record Tools(List<String> names, boolean must) {
  static final Tools NONE = new Tools(List.of(), false);

  /**
   * Of those a request declares the ones that its choice leaves.
   *
   * @param choice none, or any other word of a dialect
   * @param only the names that it is narrowed to; empty for all
   */
  static Tools chosen(List<String> declared, String choice, List<String> only, boolean must) {
    if (choice.equalsIgnoreCase("none") || declared.isEmpty()) {
      return NONE;
    }
    return new Tools(
        only.isEmpty() ? declared : declared.stream().filter(only::contains).toList(), must);
  }
}
