package io.ailb.select;

import java.util.List;

/**
 * Picks the best of several candidates of one tier, all of which could take the call now. Called by
 * many threads at once; must not block, and must not keep the list.
 */
public interface SelectionPolicy {
  /**
   * Returns one of {@code free}.
   *
   * @param free two or more
   * @param now of the ticker
   */
  Candidate choose(List<Candidate> free, long now);
}
