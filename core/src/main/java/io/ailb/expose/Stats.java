package io.ailb.expose;

import java.util.List;

/**
 * All figures.
 *
 * @param takenOver requests taken over
 * @param passedThrough requests that looked like ours but were sent on untouched
 * @param answersLost answers that the application dropped without closing them
 * @param bugs failures of ai-lb itself
 */
public record Stats(
    long takenOver, long passedThrough, long answersLost, long bugs, List<PoolStats> pools) {

  /**
   * The figures of one pool.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public PoolStats pool(String name) {
    return pools.stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no pool is named " + name));
  }
}
