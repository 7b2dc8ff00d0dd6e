package io.ailb.select;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests of one kind that wait, in order of arrival. Guarded by its queue. */
final class Lane {
  private final NavigableSet<Queue.Ticket> tickets = new TreeSet<>();
  private final boolean batch;
  private Crowd crowd = Crowd.NOBODY;

  Lane(Kind kind) {
    this.batch = kind.priority() == Priority.BATCH;
  }

  boolean isBatch() {
    return batch;
  }

  void add(Queue.Ticket ticket) {
    tickets.add(ticket);
    crowd = crowd.with(ticket.request().demand());
  }

  boolean remove(Queue.Ticket ticket) {
    boolean removed = tickets.remove(ticket);
    crowd = removed ? crowd.without(ticket.request().demand()) : crowd;
    return removed;
  }

  boolean isEmpty() {
    return tickets.isEmpty();
  }

  int size() {
    return tickets.size();
  }

  /** All of them, as a crowd. */
  Crowd crowd() {
    return crowd;
  }

  Queue.Ticket oldest() {
    return tickets.first();
  }

  Queue.Ticket youngest() {
    return tickets.last();
  }

  /** The next younger one; it need not be here any more itself. */
  Queue.@Nullable Ticket after(Queue.Ticket ticket) {
    return tickets.higher(ticket);
  }

  /** The next older one. */
  Queue.@Nullable Ticket before(Queue.Ticket ticket) {
    return tickets.lower(ticket);
  }

  /** Whether not all of them will be served: the oldest has waited for half its time. */
  boolean isOverloaded(long now) {
    return oldest().request().urgency().isHalfOver(now);
  }
}
