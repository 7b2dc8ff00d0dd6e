package io.ailb.select;

import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where requests of a pool wait for a place. Requests of a {@link Kind} stand in one lane, in order
 * of arrival, and one that comes back after a rate limit where it stood before. Whose {@link Turn}
 * it is takes the first place that fits, and nobody overtakes it: of several lanes the one with the
 * oldest request is asked first, and nobody else takes what it waits for.
 *
 * <p>Interactive requests come before those in batch, and take what these wait for; but where both
 * want the same, one of {@value #BATCH_GETS_ONE_OF} places is for a batch, so that it gets on.
 *
 * <p>Who cannot be served in time is not let in; nor kept, while others can be served instead.
 *
 * <p>Whenever something ends or changes, and when a pause or a limit is over, places are offered;
 * one timer sees to the latter. All of that, and the completing of what they wait on, happens on
 * the timer's thread, never on the thread of another call. A round costs as much as there are
 * kinds, however many wait. Thread-safe.
 */
public final class Queue {
  /** Our own: enough that a batch gets on, too few for anybody else to feel it. */
  private static final int BATCH_GETS_ONE_OF = 20;

  /** An answer may take so many times longer than usual (selection, section 5). */
  private static final double SLOW_ANSWER = 1.2;

  /** So many, where others could have the place instead (selection, section 5). */
  private static final double VERY_SLOW_ANSWER = 2.5;

  private final Pool pool;
  private final Ticker ticker;
  private final Timer timer;
  private final int maxSize;

  /** Whether a round of offers is already due. */
  private final AtomicBoolean stirred = new AtomicBoolean();

  /** Changed under the lock, read without. */
  private final AtomicInteger size = new AtomicInteger();

  /** Places that went to interactive requests since one in batch got one, while both waited. */
  private final AtomicInteger overtaken = new AtomicInteger();

  // All guarded by this; what is volatile is read without.
  private final Map<Kind, Lane> lanes = new HashMap<>();
  private final NavigableSet<Ticket> byDeadline = new TreeSet<>(Ticket::byDeadline);
  private volatile Claims claims = Claims.NONE;
  private long entered;

  private Timer.@Nullable Alarm alarm;
  private long alarmAt;

  /**
   * What those wait for who are here already.
   *
   * @param first interactive ones, and those in batch while it is their turn
   * @param all these and the others in batch
   * @param batch whether there are any such
   */
  private record Claims(Awaited first, Awaited all, boolean batch) {
    private static final Claims NONE = new Claims(Awaited.NOTHING, Awaited.NOTHING, false);
  }

  /**
   * Why a request is not let in.
   *
   * @param waiting who stand before it
   * @param full whether no more may wait, whoever they are; else these are too many to be served in
   *     its time
   * @param opens when one like it would be let in if nobody else came, of the ticker
   */
  public record Closed(int waiting, boolean full, long opens) {}

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
      return lanes.containsKey(kind) || lanes.containsKey(kind.interactive());
    }
  }

  /** What those wait for who come before this one. */
  Awaited awaitedBefore(Request request) {
    if (size.get() == 0) {
      return Awaited.NOTHING;
    }
    Claims current = claims;
    return request.urgency().isBatch() ? current.all : current.first;
  }

  /** A request got this place without waiting. */
  void served(Request request, Candidate place) {
    if (size.get() > 0 && counts(request, place) == BATCH_GETS_ONE_OF - 1) {
      stir(); // it has its turn now
    }
  }

  /** How many places went by those in batch, with this one. */
  private int counts(Request request, Candidate place) {
    Claims current = claims;
    if (request.urgency().isBatch()) {
      overtaken.set(0);
    } else if (current.batch && current.all.has(place)) {
      return overtaken.incrementAndGet();
    }
    return 0;
  }

  private boolean isTurnOfBatch() {
    return overtaken.get() >= BATCH_GETS_ONE_OF - 1;
  }

  /**
   * Joins the queue.
   *
   * @param deadline when to stop waiting, of the ticker
   * @param retryFrom from when on an endpoint where the request has failed will do, too
   * @return null if it is {@link #closed}
   */
  public @Nullable Ticket enter(Request request, Tried tried, long deadline, long retryFrom) {
    Ticket ticket = new Ticket(request, tried, deadline, retryFrom);
    if (ticket.waitsInVain(ticker.nanos())) {
      return null;
    }
    synchronized (this) {
      if (size.get() >= maxSize) {
        return null;
      }
      size.incrementAndGet();
      ticket.order = entered++;
      byDeadline.add(ticket);
      lanes.computeIfAbsent(ticket.kind, Lane::new).add(ticket);
    }
    stir();
    return ticket;
  }

  /** Why it is closed to a request that would wait until {@code deadline}. */
  public Closed closed(Request request, Tried tried, long deadline) {
    long now = ticker.nanos();
    Ticket ticket = new Ticket(request, tried, deadline, Obstacle.NEVER);
    Crowd ahead = ahead(ticket);
    if (!ticket.waitsInVain(now)) {
      return new Closed(size.get(), true, now);
    }
    long served = pool.forecast().drain(request, ahead.with(request.demand()), now).end(now);
    long time = ticket.placeBy(now) - now;
    return new Closed(ahead.requests(), false, served == Obstacle.UNKNOWN ? served : served - time);
  }

  /** Who of its kind stand before it, as far as that is easily told. */
  private synchronized Crowd ahead(Ticket ticket) {
    Lane lane = lanes.get(ticket.kind);
    boolean last = lane != null && lane.youngest().request.urgency().since() <= ticket.since();
    return lane != null && last ? lane.crowd() : Crowd.NOBODY;
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
      long next = round(now, over);
      wakeAt(byDeadline.isEmpty() ? next : Math.min(byDeadline.first().deadline, next), now);
    }
    // Completed outside the lock: what hangs on it is not ours.
    for (Ticket ticket : over) {
      ticket.ready.complete(null);
    }
  }

  /** Moves those whose time is up. */
  private void expire(long now, List<Ticket> over) {
    while (!byDeadline.isEmpty() && now >= byDeadline.first().deadline) {
      move(byDeadline.first(), over);
    }
  }

  private void move(Ticket ticket, List<Ticket> over) {
    if (remove(ticket)) {
      over.add(ticket);
    }
  }

  private boolean remove(Ticket ticket) {
    Lane lane = lanes.get(ticket.kind);
    if (lane == null || !lane.remove(ticket)) {
      return false;
    }
    if (lane.isEmpty()) {
      lanes.remove(ticket.kind);
    }
    byDeadline.remove(ticket);
    size.decrementAndGet();
    return true;
  }

  /** Moves those who find a place, or lost it; returns when to look at the others again. */
  private long round(long now, List<Ticket> over) {
    PriorityQueue<Turn> first = new PriorityQueue<>();
    PriorityQueue<Turn> batch = new PriorityQueue<>();
    for (Lane lane : List.copyOf(lanes.values())) {
      shed(lane, now, over);
      (lane.isBatch() ? batch : first).add(new Turn(lane, now));
    }
    Awaited blocked = new Awaited();
    Awaited awaitedFirst = null;
    long next = Long.MAX_VALUE;
    while (!first.isEmpty() || !batch.isEmpty()) {
      boolean itsTurn = !batch.isEmpty() && isTurnOfBatch();
      if (first.isEmpty() && !itsTurn && awaitedFirst == null) {
        awaitedFirst = blocked.copy();
      }
      PriorityQueue<Turn> turns = itsTurn || first.isEmpty() ? batch : first;
      Turn turn = turns.remove();
      if (turn.ticket().isOver(blocked, now)) {
        move(turn.ticket(), over);
      } else {
        turn.blocked(now);
      }
      if (turn.advance(now)) {
        turns.add(turn);
      } else {
        next = Math.min(next, turn.nextLook());
      }
    }
    claims =
        new Claims(
            awaitedFirst == null ? blocked : awaitedFirst,
            blocked,
            lanes.values().stream().anyMatch(Lane::isBatch));
    return next;
  }

  /**
   * Where there are more than can be served, those go who have waited for so long that an answer
   * would hardly come in time, as long as there is somebody else whom the place helps more.
   */
  private void shed(Lane lane, long now, List<Ticket> over) {
    if (!lane.isOverloaded(now)) {
      return;
    }
    double slow = lane.isBatch() ? VERY_SLOW_ANSWER : SLOW_ANSWER;
    long enough = lane.oldest().answerTime(slow, now);
    while (lane.size() > 1
        && lane.oldest().hasLost(enough, now)
        && lane.youngest().has(enough, now)) {
      lane.oldest().shed = true;
      move(lane.oldest(), over);
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
  public final class Ticket implements Comparable<Ticket> {
    private final Request request;
    private final Tried tried;
    private final long deadline;
    private final long retryFrom;
    private final Kind kind;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();

    // All guarded by the queue.
    private long order;
    private long nextLook;
    private boolean shed;
    private @Nullable Lease lease;
    private @Nullable Throwable bug;

    private Ticket(Request request, Tried tried, long deadline, long retryFrom) {
      this.request = request;
      this.tried = tried;
      this.deadline = deadline;
      this.retryFrom = retryFrom;
      this.kind = Kind.of(request, tried, pool);
    }

    private static int byDeadline(Ticket one, Ticket other) {
      int deadlines = Long.compare(one.deadline, other.deadline);
      return deadlines != 0 ? deadlines : Long.compare(one.order, other.order);
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

    /** Whether it had to go as others could make more of a place. */
    public boolean wasShed() {
      synchronized (Queue.this) {
        return shed;
      }
    }

    /** Stops waiting; a place that was found is returned, for the caller to give back. */
    public @Nullable Lease leave() {
      Lease found;
      synchronized (Queue.this) {
        remove(this);
        found = lease;
        lease = null;
      }
      timer.in(0, () -> ready.complete(null));
      stir(); // what it waited for is another's now
      return found;
    }

    Request request() {
      return request;
    }

    private long since() {
      return request.urgency().since();
    }

    long retryFrom() {
      return retryFrom;
    }

    /** When it is worth looking for a place again. Guarded by the queue. */
    long nextLook() {
      return nextLook;
    }

    boolean mayRetryEver() {
      return retryFrom != Obstacle.NEVER;
    }

    boolean hasBackedOff(long now) {
      return now >= retryFrom;
    }

    /** How long an answer to it takes, if it is so many times slower than usual. */
    private long answerTime(double slow, long now) {
      try {
        return (long) (slow * pool.forecast().quickest(request, now));
      } catch (RuntimeException | LinkageError e) {
        return 0; // who looks for a place will hear of it
      }
    }

    /**
     * By when it needs a place. Who never had the time for a usual answer hopes for a short one,
     * and may do so until the end.
     */
    private long placeBy(long now) {
      long enough = answerTime(SLOW_ANSWER, now);
      return request.urgency().hasDeadline() && has(enough, since())
          ? Math.max(now, Math.min(deadline, request.urgency().deadline() - enough))
          : deadline;
    }

    /**
     * Whether those who stand before it take all places that can come free in its time. Where
     * nobody does, it may try its luck.
     */
    private boolean waitsInVain(long now) {
      Crowd ahead = size() == 0 || !tried.isEmpty() ? Crowd.NOBODY : ahead(this);
      if (ahead.requests() == 0) {
        return false;
      }
      long by = placeBy(now);
      return by < Obstacle.UNKNOWN
          && !pool.forecast().drain(request, ahead.with(request.demand()), now).takesAll(by, now);
    }

    /** Whether it has so much time left. */
    private boolean has(long time, long now) {
      return !request.urgency().hasDeadline() || request.urgency().deadline() - now >= time;
    }

    /** Whether it had that, but has it no longer. */
    private boolean hasLost(long time, long now) {
      return !has(time, now) && has(time, since());
    }

    /**
     * Whether it has found a place, or will find none. A bug of ours ends its waiting, too; whoever
     * waits will hear of it. Guarded by the queue.
     */
    private boolean isOver(Awaited blocked, long now) {
      try {
        boolean backedOff = hasBackedOff(now);
        lease = pool.reserve(request, tried, backedOff, blocked, now);
        if (lease != null) {
          counts(request, lease.candidate());
          return true;
        }
        return isHopeless(pool.forecast().outlook(request, tried, backedOff, blocked, now), now);
      } catch (RuntimeException | LinkageError e) {
        bug = e;
        return true;
      }
    }

    private boolean isHopeless(Outlook outlook, long now) {
      long retry = mayRetryEver() ? Math.max(retryFrom, outlook.retry()) : retryFrom;
      long chance = Math.min(outlook.place(), retry);
      // Before it may retry, look when it may; then, when there may be a place.
      long look = Math.min(outlook.place(), hasBackedOff(now) ? outlook.retry() : retryFrom);
      look = Math.min(look, pool.forecast().explore(request, tried, now));
      nextLook = Math.max(look, now + 1);
      return outlook.firm() && chance > deadline;
    }

    /** The older one first. */
    @Override
    public int compareTo(Ticket other) {
      int older = Long.compare(since(), other.since());
      return older != 0 ? older : Long.compare(order, other.order);
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
}
