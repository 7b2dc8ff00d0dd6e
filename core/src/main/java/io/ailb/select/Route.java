package io.ailb.select;

import java.util.List;

/**
 * The members that serve one model by one operation, lowest tier first. Immutable.
 *
 * @param tiers none is empty; empty = nobody could ever serve it
 */
record Route(List<List<Candidate>> tiers) {
  boolean isEmpty() {
    return tiers.isEmpty();
  }
}
