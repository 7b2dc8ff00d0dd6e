package io.ailb.flow;

/**
 * What other endpoints could do about a request while an attempt at it is under way.
 *
 * @param movable whether another one could take over at once
 * @param replaceable whether what is held back of an answer could still be replaced
 * @param better whether one is in use that is not known to be slow, and this attempt is a probe: it
 *     is given up for that one
 */
record Elsewhere(boolean movable, boolean replaceable, boolean better) {
  static final Elsewhere NOBODY = new Elsewhere(false, false, false);
  private static final Elsewhere SOMEBODY = new Elsewhere(true, true, false);

  /** Asked before each wait, and mostly one of the two. */
  static Elsewhere of(boolean movable, boolean replaceable, boolean better) {
    if (better || movable != replaceable) {
      return new Elsewhere(movable, replaceable, better);
    }
    return movable ? SOMEBODY : NOBODY;
  }
}
