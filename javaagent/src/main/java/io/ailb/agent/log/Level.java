package io.ailb.agent.log;

import org.jspecify.annotations.Nullable;

/** How much a line matters; the first matters most. */
public enum Level {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /** By its name in small letters; null if there is none of that name. */
  public static @Nullable Level named(String name) {
    for (Level level : values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    return null;
  }
}
