package io.ailb.flow;

import io.ailb.model.EndpointState;
import io.ailb.observe.EndpointChanged;
import io.ailb.observe.Listener;
import io.ailb.select.Member;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells when an endpoint's state changes, once per edge, also when only time has passed. Being busy
 * is no edge: it comes and goes with every call. Thread-safe.
 */
public final class StateWatch {
  private final Ticker ticker;
  private final Timer timer;
  private final Listener listener;

  /** Of members that are not ready, or were not when this was last told; guarded by itself. */
  private final Map<Member, Told> told = new WeakHashMap<>();

  /** Whether there are none, as mostly; written with the lock of {@link #told}. */
  private volatile boolean allReady = true;

  /** What was told last of a member, and when it is looked at again, if it is. */
  private static final class Told {
    private EndpointState state = EndpointState.READY;
    private long lookAt = Obstacle.NEVER;
  }

  public StateWatch(Ticker ticker, Timer timer, Listener listener) {
    this.ticker = ticker;
    this.timer = timer;
    this.listener = listener;
  }

  /** Looks whether this member stands otherwise than last told; call it outside all locks. */
  public void check(Pool pool, Member member) {
    check(pool, member, ticker.nanos());
  }

  /** The same at an instant that was just now. */
  void check(Pool pool, Member member, long now) {
    Member.Standing standing = member.standing(now);
    EndpointState state =
        standing.state() == EndpointState.BUSY ? EndpointState.READY : standing.state();
    if (allReady && state == EndpointState.READY) {
      return;
    }
    EndpointState before;
    boolean looksAgain;
    synchronized (told) {
      Told last = told.computeIfAbsent(member, created -> new Told());
      before = last.state;
      last.state = state;
      // A pause may have become longer, or shorter, than when it was told.
      looksAgain =
          state != EndpointState.READY
              && endsByItself(standing, now)
              && standing.until() < last.lookAt;
      if (looksAgain) {
        last.lookAt = standing.until();
      } else if (state == EndpointState.READY && last.lookAt == Obstacle.NEVER) {
        told.remove(member);
      }
      allReady = told.isEmpty();
    }
    if (before != state) {
      listener.endpointChanged(
          new EndpointChanged(
              pool.settings().name(),
              member.endpoint().name(),
              before,
              state,
              standing.reason(),
              lasts(standing, now)));
    }
    if (looksAgain) {
      timer.in(standing.until() - now, () -> lookAgain(pool, member, standing.until()));
    }
  }

  private void lookAgain(Pool pool, Member member, long at) {
    synchronized (told) {
      Told last = told.get(member);
      if (last != null && last.lookAt == at) {
        last.lookAt = Obstacle.NEVER;
      }
    }
    check(pool, member);
    pool.freed();
  }

  private static @Nullable Duration lasts(Member.Standing standing, long now) {
    return endsByItself(standing, now) ? Duration.ofNanos(standing.until() - now) : null;
  }

  private static boolean endsByItself(Member.Standing standing, long now) {
    return standing.until() > now && standing.until() < Obstacle.UNKNOWN;
  }
}
