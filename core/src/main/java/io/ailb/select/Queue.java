package io.ailb.select;

import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where requests of a pool wait for a place. Requests of a kind stand in one lane, in order of
 * arrival: the head takes the first place that fits, and nobody overtakes it. Whenever something
 * ends or changes, and when a pause or a limit is over, the heads are offered places; one timer
 * sees to the latter. All of that, and the completing of what they wait on, happens on the timer's
 * thread, never on the thread of another call. Thread-safe.
 */
public final class Queue {
  private final Pool pool;
  private final Ticker ticker;
  private final Timer timer;
  private final int maxSize;

  /** Whether a round of offers is already due. */
  private final AtomicBoolean stirred = new AtomicBoolean();

  // All guarded by this.
  private final Map<Object, Deque<Ticket>> lanes = new LinkedHashMap<>();
  private int size;
  private Timer.@Nullable Alarm alarm;
  private long alarmAt;

  /** Requests that the same endpoints could serve. */
  private record Kind(
      Operation operation, @Nullable String model, Origin origin, Set<String> tags) {
    static Kind of(Request request) {
      return new Kind(
          request.call().operation(),
          request.call().model(),
          request.call().origin(),
          request.tags());
    }
  }

  Queue(Pool pool, Ticker ticker, Timer timer, int maxSize) {
    this.pool = pool;
    this.ticker = ticker;
    this.timer = timer;
    this.maxSize = maxSize;
  }

  /** Requests that wait now. */
  public synchronized int size() {
    return size;
  }

  /**
   * Whether a request of this kind, that has not failed anywhere yet, would have to stand behind.
   */
  public synchronized boolean isAhead(Request request) {
    return size > 0 && lanes.containsKey(Kind.of(request));
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
      if (size >= maxSize) {
        return null;
      }
      size++;
      lanes.computeIfAbsent(ticket.lane, created -> new ArrayDeque<>()).add(ticket);
    }
    stir();
    return ticket;
  }

  /** Offers places soon, on the timer's thread. */
  void stir() {
    if (size() > 0 && stirred.compareAndSet(false, true)) {
      timer.in(0, this::offer);
    }
  }

  private void offer() {
    stirred.set(false);
    List<Ticket> over = new ArrayList<>();
    synchronized (this) {
      long now = ticker.nanos();
      long next = Long.MAX_VALUE;
      for (Iterator<Deque<Ticket>> all = lanes.values().iterator(); all.hasNext(); ) {
        Deque<Ticket> lane = all.next();
        next = Math.min(next, offer(lane, now, over));
        if (lane.isEmpty()) {
          all.remove();
        }
      }
      size -= over.size();
      wakeAt(next, now);
    }
    // Completed outside the lock: what hangs on it is not ours.
    for (Ticket ticket : over) {
      ticket.ready.complete(null);
    }
  }

  /** Moves those whose waiting is over; returns when to look at the rest again. */
  private long offer(Deque<Ticket> lane, long now, List<Ticket> over) {
    boolean placesLeft = true;
    long next = Long.MAX_VALUE;
    for (Iterator<Ticket> tickets = lane.iterator(); tickets.hasNext(); ) {
      Ticket ticket = tickets.next();
      boolean expired = now >= ticket.deadline;
      boolean served = !expired && placesLeft && ticket.reserve(now);
      if (expired || served) {
        tickets.remove();
        over.add(ticket);
      } else {
        next = Math.min(next, placesLeft ? ticket.nextLook(now) : ticket.deadline);
        placesLeft = false;
      }
    }
    return next;
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
    private final Object lane;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

    private @Nullable Lease lease; // guarded by the queue

    private Ticket(Request request, Tried tried, long deadline, long retryFrom) {
      this.request = request;
      this.tried = tried;
      this.deadline = deadline;
      this.retryFrom = retryFrom;
      // What one that has failed somewhere still can use is its own affair.
      this.lane = tried.isEmpty() ? Kind.of(request) : this;
    }

    /** Completes when there is a lease to {@link #take}, at the deadline, and when it has left. */
    public CompletableFuture<@Nullable Void> ready() {
      return ready;
    }

    /** The place that was found, once; null if none was found in time. */
    public @Nullable Lease take() {
      synchronized (Queue.this) {
        Lease taken = lease;
        lease = null;
        return taken;
      }
    }

    /** Stops waiting; a place that was found is returned, for the caller to give back. */
    public @Nullable Lease leave() {
      synchronized (Queue.this) {
        Deque<Ticket> tickets = lanes.get(lane);
        if (tickets != null && tickets.remove(this)) {
          size--;
          if (tickets.isEmpty()) {
            lanes.remove(lane);
          }
        }
      }
      timer.in(0, () -> ready.complete(null));
      return take();
    }

    /** Guarded by the queue. */
    private boolean reserve(long now) {
      lease = pool.reserve(request, tried, now >= retryFrom, now);
      return lease != null;
    }

    /** When to look again if nothing happens before. */
    private long nextLook(long now) {
      long next = Math.min(deadline, pool.nextChance(request, tried, now));
      if (retryFrom > now) {
        next = Math.min(next, retryFrom);
      }
      return Math.max(next, now + 1);
    }
  }
}
