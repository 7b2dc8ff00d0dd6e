package io.ailb.select;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Requests of one kind that wait, in order of arrival. Guarded by its queue. */
final class Lane {
  private final NavigableSet<Queue.Ticket> tickets = new TreeSet<>();
  private final boolean batch;

  Lane(Kind kind) {
    this.batch = kind.priority() == Priority.BATCH;
  }

  boolean isBatch() {
    return batch;
  }

  void add(Queue.Ticket ticket) {
    tickets.add(ticket);
  }

  boolean remove(Queue.Ticket ticket) {
    return tickets.remove(ticket);
  }

  boolean isEmpty() {
    return tickets.isEmpty();
  }

  int size() {
    return tickets.size();
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
