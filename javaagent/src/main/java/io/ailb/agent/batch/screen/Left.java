package io.ailb.agent.batch.screen;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much longer it takes, in words. */
final class Left {
  private Left() {}

  /**
   * For people.
   *
   * @param left null = nobody knows
   */
  static String words(@Nullable Duration left) {
    if (left == null) {
      return "time left unknown";
    }
    if (left.isZero()) {
      return "finishing";
    }
    boolean soon = left.compareTo(Duration.ofSeconds(1)) < 0;
    return "about " + Figures.duration(soon ? Duration.ofSeconds(1) : left) + " left";
  }
}
