package io.ailb.select;

import io.ailb.time.Dice;

/** The policies that can be named in configuration. */
public enum Strategy {
  WEIGHTED("weighted"),
  ROUND_ROBIN("round-robin"),
  ORDERED("ordered");

  private final String id;

  Strategy(String id) {
    this.id = id;
  }

  /** The name in configuration, such as {@code round-robin}. */
  public String id() {
    return id;
  }

  SelectionPolicy policy(Dice dice) {
    return switch (this) {
      case WEIGHTED -> new Weighted(dice);
      case ROUND_ROBIN -> new RoundRobin();
      case ORDERED -> (free, now) -> free.get(0);
    };
  }
}
