package io.ailb.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a figure has to be.
 *
 * @param least or at most, if not
 */
record Target(String figure, boolean least, double bound) {
  private static final String MIN = "min_";
  private static final String MAX = "max_";

  static List<Target> of(Map<String, Double> stated) {
    List<Target> targets = new ArrayList<>();
    stated.forEach((name, bound) -> targets.add(of(name, bound)));
    return targets;
  }

  private static Target of(String name, double bound) {
    if (!name.startsWith(MIN) && !name.startsWith(MAX)) {
      throw new IllegalArgumentException("a target is neither min_ nor max_: " + name);
    }
    return new Target(name.substring(MIN.length()), name.startsWith(MIN), bound);
  }

  /** Whether it is reached; a figure that is not there does not reach anything. */
  boolean isMet(@Nullable Double figure) {
    return figure != null && (least ? figure >= bound : figure <= bound);
  }

  @Override
  public String toString() {
    return figure + (least ? " >= " : " <= ") + bound;
  }
}
