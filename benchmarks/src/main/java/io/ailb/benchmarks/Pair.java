package io.ailb.benchmarks;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.Recipient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Two dialects, in the direction in which a body goes from one to the other. */
public record Pair(Dialect from, Dialect to) {
  private static final String ARROW = "->";

  /** All pairs of different ones. */
  public static List<Pair> all() {
    List<Pair> all = new ArrayList<>();
    for (Dialect from : Dialect.values()) {
      for (Dialect to : Dialect.values()) {
        if (from != to) {
          all.add(new Pair(from, to));
        }
      }
    }
    return all;
  }

  public static Pair of(String name) {
    String[] ends = name.split(ARROW, -1);
    return new Pair(dialect(ends[0]), dialect(ends[1]));
  }

  static Dialect dialect(String id) {
    for (Dialect each : Dialect.values()) {
      if (each.id().equals(id)) {
        return each;
      }
    }
    throw new IllegalArgumentException(id);
  }

  /** An endpoint of a dialect that can do everything, so that nothing is left out. */
  public static Recipient recipient(Dialect dialect) {
    Capabilities all =
        new Capabilities(EnumSet.allOf(Feature.class), Integer.MAX_VALUE, ReasoningStyle.EFFORT);
    return new Recipient(dialect, "provider", "model", all, 64_000L, null, null, false);
  }

  @Override
  public String toString() {
    return from.id() + ARROW + to.id();
  }
}
