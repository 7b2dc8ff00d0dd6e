package io.ailb.select;

import org.jspecify.annotations.Nullable;

/**
 * A lane in a round of offers: whose turn in it is next. That is the oldest, but among interactive
 * requests the youngest while there are more than can be served: who has waited for long is lost
 * then, and would only make all others late (selection, section 5). Of several lanes the one with
 * the oldest request comes first either way.
 */
final class Turn implements Comparable<Turn> {
  private final Lane lane;
  private final boolean youngestFirst;

  /** As the round began. */
  private final Queue.Ticket youngest;

  private Queue.Ticket ticket;

  /** By whose age the lane is compared with others: whose turn it would be if the oldest led. */
  private Queue.Ticket rank;

  private long nextLook = Long.MAX_VALUE;

  /** Whether there may be a place where those of this lane have not failed yet. */
  private boolean placesLeft = true;

  /** The same where they have, for those who have backed off. */
  private boolean retriesLeft;

  Turn(Lane lane, long now) {
    this.lane = lane;
    this.youngestFirst = !lane.isBatch() && lane.isOverloaded(now);
    this.rank = lane.oldest();
    this.youngest = lane.youngest();
    this.ticket = youngestFirst ? youngest : rank;
    this.retriesLeft = ticket.mayRetryEver();
  }

  Queue.Ticket ticket() {
    return ticket;
  }

  /** When to look at this lane again. */
  long nextLook() {
    return nextLook;
  }

  /** The ticket has found none: those behind it find none of the same kind. */
  void blocked(long now) {
    placesLeft = false;
    retriesLeft &= !ticket.hasBackedOff(now);
    nextLook = Math.min(nextLook, ticket.nextLook());
  }

  /** Passes to the next one who may find what those before it could not use. */
  boolean advance(long now) {
    Queue.Ticket younger = lane.after(rank);
    rank = younger == null ? youngest : younger;
    for (Queue.Ticket next = next(); next != null && (placesLeft || retriesLeft); next = next()) {
      ticket = next;
      if (placesLeft || ticket.hasBackedOff(now)) {
        return true;
      }
      nextLook = Math.min(nextLook, ticket.retryFrom());
    }
    return false;
  }

  private Queue.@Nullable Ticket next() {
    return youngestFirst ? lane.before(ticket) : lane.after(ticket);
  }

  @Override
  public int compareTo(Turn other) {
    return rank.compareTo(other.rank);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
