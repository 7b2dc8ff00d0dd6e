package io.ailb.select;

import org.jspecify.annotations.Nullable;

/**
 * Picks the best of several candidates of one tier, all of which could take the call now. Called by
 * many threads at once; must not block, and must not keep or change the list.
 */
interface SelectionPolicy {
  /**
   * Returns one of {@code free}.
   *
   * @param free two or more
   * @param now of the ticker
   */
  Candidate choose(Shortlist free, Request request, long now);

  /**
   * The same of a few that were drawn by weight from a large tier, so that weights have had their
   * effect.
   *
   * @param drawn two or more
   */
  default Candidate chooseDrawn(Shortlist drawn, Request request, long now) {
    return choose(drawn, request, now);
  }

  /** How it looks at a tier that is too large to look at all of it for one choice. */
  default Look look() {
    return Look.DRAWN;
  }

  /** Where in a tier of this size to begin, if it takes {@link Look#FIRST}. */
  default int start(int size) {
    return 0;
  }

  /** Ways to look at a large tier. */
  enum Look {
    /** At a few that are drawn by weight. */
    DRAWN,
    /** From somewhere on, until one is found. */
    FIRST,
    /** At all of it: there is no shorter way to what it looks for. */
    ALL
  }

  /** How likely each of {@code free} is to be chosen now, 0 to 1; for people, changes nothing. */
  default double[] chances(Shortlist free, Request request, long now) {
    return certain(0, free.size());
  }

  /** Why one of {@code free} stands where it does; null where there is nothing to weigh. */
  default @Nullable Score score(Candidate candidate, Shortlist free, Request request, long now) {
    return null;
  }

  /** One is certain, the others are out of the question. */
  static double[] certain(int chosen, int size) {
    double[] chances = new double[size];
    chances[chosen] = 1;
    return chances;
  }
}
