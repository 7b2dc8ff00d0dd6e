package io.ailb.select;

/**
 * How soon a request is wanted.
 *
 * @param since when it came, of the ticker: of two in one lane the older one stands ahead
 * @param deadline when its caller leaves, or {@link Obstacle#UNKNOWN} if it does not say
 * @param entire whether all of the answer has to be there by then, or its beginning
 */
public record Urgency(Priority priority, long since, long deadline, boolean entire) {
  /** As it comes: in order of arrival, without end. */
  static final Urgency NONE = new Urgency(Priority.INTERACTIVE, 0, Obstacle.UNKNOWN, true);

  boolean isBatch() {
    return priority == Priority.BATCH;
  }

  boolean hasDeadline() {
    return deadline < Obstacle.UNKNOWN;
  }

  /** Whether more than half of the time that its caller gives it is over. */
  boolean isHalfOver(long now) {
    return hasDeadline() && now - since >= (deadline - since) / 2;
  }
}
