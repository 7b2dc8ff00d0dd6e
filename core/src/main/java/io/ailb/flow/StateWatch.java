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
  private final Map<Member, EndpointState> told = new WeakHashMap<>(); // guarded by itself

  public StateWatch(Ticker ticker, Timer timer, Listener listener) {
    this.ticker = ticker;
    this.timer = timer;
    this.listener = listener;
  }

  /** Looks whether this member stands otherwise than last told; call it outside all locks. */
  public void check(Pool pool, Member member) {
    long now = ticker.nanos();
    Member.Standing standing = member.standing(now);
    EndpointState state =
        standing.state() == EndpointState.BUSY ? EndpointState.READY : standing.state();
    EndpointState before;
    synchronized (told) {
      before = told.getOrDefault(member, EndpointState.READY);
      if (before == state) {
        return;
      }
      told.put(member, state);
    }
    listener.endpointChanged(
        new EndpointChanged(
            pool.settings().name(),
            member.endpoint().name(),
            before,
            state,
            standing.reason(),
            lasts(standing, now)));
    if (state != EndpointState.READY && standing.until() < Obstacle.UNKNOWN) {
      timer.in(
          standing.until() - now,
          () -> {
            check(pool, member);
            pool.freed();
          });
    }
  }

  private static @Nullable Duration lasts(Member.Standing standing, long now) {
    return standing.until() > now && standing.until() < Obstacle.UNKNOWN
        ? Duration.ofNanos(standing.until() - now)
        : null;
  }
}
