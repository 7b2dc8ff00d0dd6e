package io.ailb.select;

import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where requests of a pool wait for a place. Requests of a {@link Kind} stand in one lane, in order
 * of arrival: the head takes the first place that fits, and nobody overtakes it. Of several heads
 * the oldest is asked first, and nobody younger takes what it waits for.
 *
 * <p>Whenever something ends or changes, and when a pause or a limit is over, the heads are offered
 * places; one timer sees to the latter. All of that, and the completing of what they wait on,
 * happens on the timer's thread, never on the thread of another call. A round costs as much as
 * there are kinds, however many wait. Thread-safe.
 */
public final class Queue {
  private final Pool pool;
  private final Ticker ticker;
  private final Timer timer;
  private final int maxSize;

  /** Whether a round of offers is already due. */
  private final AtomicBoolean stirred = new AtomicBoolean();

  /** Changed under the lock, read without. */
  private final AtomicInteger size = new AtomicInteger();

  // All guarded by this; what is volatile is read without.
  private final Map<Kind, Deque<Ticket>> lanes = new HashMap<>();
  private volatile Awaited awaited = Awaited.NOTHING;
  private long arrivals;

  /** No ticket's deadline is earlier. */
  private long deadlines = Long.MAX_VALUE;

  private Timer.@Nullable Alarm alarm;
  private long alarmAt;

  Queue(Pool pool, Ticker ticker, Timer timer, int maxSize) {
    this.pool = pool;
    this.ticker = ticker;
    this.timer = timer;
    this.maxSize = maxSize;
  }

  /** Requests that wait now. */
  public int size() {
    return size.get();
  }

  /**
   * Whether a request of this kind, that has not failed anywhere yet, would have to stand behind.
   */
  public boolean isAhead(Request request) {
    if (size.get() == 0) {
      return false;
    }
    Kind kind = Kind.of(request, Tried.NOTHING, pool);
    synchronized (this) {
      return lanes.containsKey(kind);
    }
  }

  /** What those wait for who are here already. */
  Awaited awaited() {
    return size.get() == 0 ? Awaited.NOTHING : awaited;
  }

  /**
   * Joins the queue.
   *
   * @param deadline when to stop waiting, of the ticker
   * @param retryFrom from when on an endpoint where the request has failed will do, too
   * @return null if too many wait already
   */
  public @Nullable Ticket enter(Request request, Tried tried, long deadline, long retryFrom) {
    Ticket ticket = new Ticket(request, tried, deadline, retryFrom);
    synchronized (this) {
      if (size.get() >= maxSize) {
        return null;
      }
      size.incrementAndGet();
      ticket.arrival = arrivals++;
      deadlines = Math.min(deadlines, deadline);
      lanes.computeIfAbsent(ticket.kind, created -> new ArrayDeque<>()).add(ticket);
    }
    stir();
    return ticket;
  }

  /** Offers places soon, on the timer's thread. */
  void stir() {
    if (size.get() > 0 && stirred.compareAndSet(false, true)) {
      timer.in(0, this::offer);
    }
  }

  private void offer() {
    stirred.set(false);
    List<Ticket> over = new ArrayList<>();
    synchronized (this) {
      long now = ticker.nanos();
      expire(now, over);
      wakeAt(Math.min(deadlines, round(now, over)), now);
    }
    // Completed outside the lock: what hangs on it is not ours.
    for (Ticket ticket : over) {
      ticket.ready.complete(null);
    }
  }

  /** Moves those whose time is up, and finds the earliest deadline of the others. */
  private void expire(long now, List<Ticket> over) {
    if (now < deadlines) {
      return;
    }
    deadlines = Long.MAX_VALUE;
    for (Iterator<Deque<Ticket>> all = lanes.values().iterator(); all.hasNext(); ) {
      Deque<Ticket> lane = all.next();
      for (Iterator<Ticket> tickets = lane.iterator(); tickets.hasNext(); ) {
        Ticket ticket = tickets.next();
        if (now >= ticket.deadline) {
          tickets.remove();
          over.add(ticket);
        } else {
          deadlines = Math.min(deadlines, ticket.deadline);
        }
      }
      if (lane.isEmpty()) {
        all.remove();
      }
    }
    size.addAndGet(-over.size());
  }

  /** Moves those who find a place, oldest first; returns when to look at the others again. */
  private long round(long now, List<Ticket> over) {
    Awaited blocked = new Awaited();
    PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparingLong(Turn::arrival));
    for (Deque<Ticket> lane : lanes.values()) {
      turns.add(new Turn(lane));
    }
    long next = Long.MAX_VALUE;
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      if (turn.ticket.isOver(blocked, now)) {
        turn.tickets.remove();
        size.decrementAndGet();
        over.add(turn.ticket);
      } else {
        turn.blocked(now);
      }
      if (turn.advance(now)) {
        turns.add(turn);
      } else {
        next = Math.min(next, turn.nextLook);
      }
    }
    lanes.values().removeIf(Deque::isEmpty);
    awaited = blocked;
    return next;
  }

  /** A lane in a round of offers: who of it is next. */
  private static final class Turn {
    private final Iterator<Ticket> tickets;
    private Ticket ticket;
    private long nextLook = Long.MAX_VALUE;

    /** Whether there may be a place where those of this lane have not failed yet. */
    private boolean placesLeft = true;

    /** The same where they have, for those who have backed off. */
    private boolean retriesLeft;

    private Turn(Deque<Ticket> lane) {
      tickets = lane.iterator();
      ticket = tickets.next();
      retriesLeft = ticket.retryFrom != Obstacle.NEVER;
    }

    private long arrival() {
      return ticket.arrival;
    }

    /** The ticket has found none: those behind it find none of the same kind. */
    private void blocked(long now) {
      placesLeft = false;
      retriesLeft &= !ticket.hasBackedOff(now);
      nextLook = Math.min(nextLook, ticket.nextLook);
    }

    /** Passes to the next one who may find what those before it could not use. */
    private boolean advance(long now) {
      while ((placesLeft || retriesLeft) && tickets.hasNext()) {
        ticket = tickets.next();
        if (placesLeft || ticket.hasBackedOff(now)) {
          return true;
        }
        nextLook = Math.min(nextLook, ticket.retryFrom);
      }
      return false;
    }
  }

  private void wakeAt(long instant, long now) {
    if (alarm != null && alarmAt != instant) {
      alarm.cancel();
      alarm = null;
    }
    if (alarm == null && instant < Obstacle.UNKNOWN) {
      alarmAt = instant;
      alarm = timer.in(instant - now, this::ring);
    }
  }

  private void ring() {
    synchronized (this) {
      alarm = null;
    }
    offer();
  }

  /** One request's place in the queue. */
  public final class Ticket {
    private final Request request;
    private final Tried tried;
    private final long deadline;
    private final long retryFrom;
    private final Kind kind;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

    // All guarded by the queue.
    private long arrival;
    private long nextLook;
    private @Nullable Lease lease;
    private @Nullable Throwable bug;

    private Ticket(Request request, Tried tried, long deadline, long retryFrom) {
      this.request = request;
      this.tried = tried;
      this.deadline = deadline;
      this.retryFrom = retryFrom;
      this.kind = Kind.of(request, tried, pool);
    }

    /**
     * Completes when there is a lease to {@link #take}, when there will be none, and at leaving.
     */
    public CompletableFuture<@Nullable Void> ready() {
      return ready;
    }

    /**
     * The place that was found, once; null if none was found in time.
     *
     * @throws IllegalStateException if ai-lb itself failed to find one
     */
    public @Nullable Lease take() {
      synchronized (Queue.this) {
        if (bug != null) {
          throw new IllegalStateException("a place could not be offered: " + bug, bug);
        }
        Lease taken = lease;
        lease = null;
        return taken;
      }
    }

    /** Stops waiting; a place that was found is returned, for the caller to give back. */
    public @Nullable Lease leave() {
      Lease found;
      synchronized (Queue.this) {
        Deque<Ticket> lane = lanes.get(kind);
        if (lane != null && lane.remove(this)) {
          size.decrementAndGet();
          if (lane.isEmpty()) {
            lanes.remove(kind);
          }
        }
        found = lease;
        lease = null;
      }
      timer.in(0, () -> ready.complete(null));
      stir(); // what it waited for is another's now
      return found;
    }

    private boolean hasBackedOff(long now) {
      return now >= retryFrom;
    }

    /**
     * Whether it has found a place, or will find none. A bug of ours ends its waiting, too; whoever
     * waits will hear of it. Guarded by the queue.
     */
    private boolean isOver(Awaited blocked, long now) {
      try {
        boolean backedOff = hasBackedOff(now);
        lease = pool.reserve(request, tried, backedOff, blocked, now);
        return lease != null
            || isHopeless(pool.outlook(request, tried, backedOff, blocked, now), now);
      } catch (RuntimeException | LinkageError e) {
        bug = e;
        return true;
      }
    }

    private boolean isHopeless(Outlook outlook, long now) {
      long retry = retryFrom == Obstacle.NEVER ? retryFrom : Math.max(retryFrom, outlook.retry());
      long chance = Math.min(outlook.place(), retry);
      // Before it may retry, look when it may; then, when there may be a place.
      long look = Math.min(outlook.place(), hasBackedOff(now) ? outlook.retry() : retryFrom);
      look = Math.min(look, pool.explore(request, tried, now));
      nextLook = Math.max(look, now + 1);
      return outlook.firm() && chance > deadline;
    }
  }
}
