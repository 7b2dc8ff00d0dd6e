package io.ailb.select;

import java.util.List;

/**
 * The members that serve one model by one operation, lowest tier first. Immutable.
 *
 * @param tiers empty = nobody could ever serve it
 */
record Route(List<Tier> tiers) {
  boolean isEmpty() {
    return tiers.isEmpty();
  }
}
