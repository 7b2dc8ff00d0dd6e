package io.ailb.select;

import io.ailb.limit.Budget;
import io.ailb.time.Dice;

/** The policies that can be named in configuration. */
public enum Strategy {
  ADAPTIVE("adaptive"),
  WEIGHTED("weighted"),
  ROUND_ROBIN("round-robin"),
  LEAST_BUSY("least-busy"),
  FASTEST("fastest"),
  CHEAPEST("cheapest"),
  ORDERED("ordered");

  private final String id;

  Strategy(String id) {
    this.id = id;
  }

  /** The name in configuration, such as {@code round-robin}. */
  public String id() {
    return id;
  }

  /**
   * Whether it spreads requests over endpoints that are as good as each other: only then may a
   * conversation choose among them.
   */
  boolean spreads() {
    return this != ORDERED && this != CHEAPEST;
  }

  SelectionPolicy policy(Factors factors, Budget budget, Dice dice) {
    return switch (this) {
      case ADAPTIVE -> new Adaptive(factors, budget);
      case WEIGHTED -> Weighted.byCapacity(dice);
      case LEAST_BUSY -> Least.busy();
      case FASTEST -> Weighted.bySpeed(dice);
      case CHEAPEST -> Least.expensive();
      case ROUND_ROBIN -> new RoundRobin();
      case ORDERED -> new InOrder();
    };
  }
}
