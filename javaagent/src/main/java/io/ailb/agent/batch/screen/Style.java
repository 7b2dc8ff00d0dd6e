package io.ailb.agent.batch.screen;

import java.util.Map;

/** Colours of a terminal, or none. */
enum Style {
  PLAIN,
  COLOURED;

  /** By the convention of {@code NO_COLOR}: any text there means none. */
  static Style of(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() ? COLOURED : PLAIN;
  }

  String green(String text) {
    return coloured(32, text);
  }

  String yellow(String text) {
    return coloured(33, text);
  }

  String red(String text) {
    return coloured(31, text);
  }

  private String coloured(int colour, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + colour + "m" + text + "\u001b[0m";
  }
}
