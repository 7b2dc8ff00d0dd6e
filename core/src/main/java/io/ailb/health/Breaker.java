package io.ailb.health;

import io.ailb.time.Dice;
import org.jspecify.annotations.Nullable;

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
 * <p>Thread-safe; a lock is held for a few instructions where something changes. Who only looks
 * takes none.
 */
public final class Breaker {
  /** Instead of an instant: nobody can say when. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  private final Rules rules;
  private final Changes changes;
  private volatile State state; // changed under the lock

  /** Requests that have passed so far. */
  private long passed; // guarded by this

  /** How a breaker stands. */
  public enum Phase {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /**
   * A closed breaker.
   *
   * @param changes told when it does not let everybody pass any more
   * @param now of the ticker, as everywhere in this class
   */
  public Breaker(BreakerSettings settings, Dice dice, Changes changes, long now) {
    this.rules = new Rules(settings, dice);
    this.changes = changes;
    this.state = new Closed(rules, now, 0);
  }

  /** Changes the rules, from now on, however it stands. */
  public synchronized void apply(BreakerSettings newSettings) {
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

  /** Lets one request pass, or null. End the permit once. */
  public synchronized @Nullable Permit acquire(long now) {
    if (state.admitsAt(now) > now) {
      return null;
    }
    become(state.acquired(now));
    return new Permit(now, ++passed, state.phase(now) == Phase.HALF_OPEN);
  }

  /** Opens it, if it is closed. {@code what}: a few words for people. */
  public synchronized void trip(long now, String what) {
    become(state.tripped(now, what));
  }

  /**
   * A request waits, and there is nobody but endpoints whose breakers are open: it pauses no longer
   * than the first time, as nothing is gained by sparing it.
   */
  public synchronized void hasten() {
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
  public synchronized void reset(long now) {
    become(new Closed(rules, now, 0));
  }

  /** Failures in a row, for people. */
  public synchronized int consecutiveFailures() {
    return state.consecutiveFailures();
  }

  /** Why it does not let everything pass, for people; empty if it does. */
  public String cause() {
    return state.cause();
  }

  /** One request's passage. A second ending does nothing. */
  public final class Permit {
    private final long sentAt;
    private final long place;
    private final boolean probe;
    private boolean ended; // guarded by the breaker

    private Permit(long sentAt, long place, boolean probe) {
      this.sentAt = sentAt;
      this.place = place;
      this.probe = probe;
    }

    /** Whether it lets a request pass to find out how the endpoint does. */
    public boolean isProbe() {
      return probe;
    }

    /** Returns whether that closed the breaker. */
    public boolean succeeded(long now) {
      synchronized (Breaker.this) {
        State before = state;
        State after = end() ? before.succeeded(sentAt, now) : before;
        if (after == before) {
          return false;
        }
        become(after);
        return after.phase(now) == Phase.CLOSED;
      }
    }

    /** {@code what}: a few words for people, on one line and without keys. */
    public void failed(long now, String what) {
      synchronized (Breaker.this) {
        if (end()) {
          become(state.failed(sentAt, place, now, what));
        }
      }
    }

    /** It ended in a way that says nothing about health. */
    public void withdrawn() {
      synchronized (Breaker.this) {
        if (end()) {
          become(state.withdrawn(sentAt));
        }
      }
    }

    private boolean end() {
      boolean first = !ended;
      ended = true;
      return first;
    }
  }
}
