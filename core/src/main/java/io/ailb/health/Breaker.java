package io.ailb.health;

import io.ailb.time.Dice;
import io.ailb.time.Door;

/**
 * Takes an endpoint that fails out of use, and lets probes find out when it is back. Closed: all
 * may pass. Open: nobody, for a pause that doubles with each opening. Half-open: one probe at a
 * time, which is a user's request; enough good ones close it, a bad one opens it again.
 *
 * <p>Three rules keep old news from deciding. A success ends a row of failures only if it was sent
 * after the row began: answers of earlier, healthy calls keep arriving for seconds. As errors come
 * sooner than answers, a row counts only if it is no less than half of what was sent meanwhile: of
 * many calls under way, some fail in a row when all is as usual. And results of attempts that were
 * sent before the breaker came to its state do not decide about that: they are no probes of a
 * half-open one, and reopen none that has closed since.
 *
 * <p>What happens to each request is told it inside the door of its owner, where only one thread is
 * at a time; all else may be done by anybody at any time, and who only looks takes no lock.
 */
public final class Breaker {
  /** Instead of an instant: nobody can say when. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  /** Instead of a permit: it lets nobody pass. */
  public static final long NONE = 0;

  private final Door door;
  private final Rules rules;
  private final Changes changes;
  private volatile State state; // changed inside the door

  /** Requests that have passed so far. */
  private long passed; // changed inside the door

  /** How a breaker stands. */
  public enum Phase {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /**
   * A closed breaker.
   *
   * @param door of its owner
   * @param changes told when it does not let everybody pass any more
   * @param now of the ticker, as everywhere in this class
   */
  public Breaker(BreakerSettings settings, Dice dice, Door door, Changes changes, long now) {
    this.door = door;
    this.rules = new Rules(settings, dice);
    this.changes = changes;
    this.state = new Closed(rules, now, 0);
  }

  /** Changes the rules, from now on, however it stands. */
  public void apply(BreakerSettings newSettings) {
    rules.settings = newSettings;
  }

  public Phase phase(long now) {
    return state.phase(now);
  }

  /** Whether it lets everybody pass. */
  public boolean isClosed() {
    return state.admitsAll();
  }

  /**
   * When a request may pass: {@code now} if at once, {@link #UNKNOWN} while a probe is under way.
   */
  public long admitsAt(long now) {
    return state.admitsAt(now);
  }

  /**
   * Lets one request pass. Inside the door.
   *
   * @return the permit, to be ended once in one of three ways; {@link #NONE} if it lets none pass
   */
  public long acquire(long now) {
    State before = state;
    if (before.admitsAt(now) > now) {
      return NONE;
    }
    State after = before.acquired(now);
    become(after);
    passed++;
    return after.phase(now) == Phase.HALF_OPEN ? -passed : passed;
  }

  /** Whether a permit lets a request pass to find out how the endpoint does. */
  public static boolean isProbe(long permit) {
    return permit < 0;
  }

  /**
   * A request that had passed at {@code sentAt} succeeded. Inside the door.
   *
   * @return whether that closed the breaker
   */
  public boolean succeeded(long sentAt, long now) {
    State before = state;
    State after = before.succeeded(sentAt, now);
    become(after);
    return after != before && after.phase(now) == Phase.CLOSED;
  }

  /**
   * One failed. Inside the door.
   *
   * @param what a few words for people, on one line and without keys
   */
  public void failed(long permit, long sentAt, long now, String what) {
    become(state.failed(sentAt, Math.abs(permit), now, what));
  }

  /** One ended in a way that says nothing about health. Inside the door. */
  public void withdrawn(long sentAt) {
    become(state.withdrawn(sentAt));
  }

  /** Opens it, if it is closed. {@code what}: a few words for people. */
  public void trip(long now, String what) {
    door.enter();
    try {
      become(state.tripped(now, what));
    } finally {
      door.leave();
    }
  }

  /**
   * A request waits, and there is nobody but endpoints whose breakers are open: it pauses no longer
   * than the first time, as nothing is gained by sparing it.
   */
  public void hasten() {
    state.hasten();
  }

  private void become(State after) {
    if (after != state) {
      state = after;
      changes.happened();
    }
  }

  /** How much of its share it takes, 0 to 1: less at first after having been open. */
  public double ramp(long now) {
    return state.ramp(now);
  }

  /** Closes it, whatever happened. */
  public void reset(long now) {
    door.enter();
    try {
      become(new Closed(rules, now, 0));
    } finally {
      door.leave();
    }
  }

  /** Failures in a row, for people. */
  public int consecutiveFailures() {
    return state.consecutiveFailures();
  }

  /** Why it does not let everything pass, for people; empty if it does. */
  public String cause() {
    return state.cause();
  }
}
