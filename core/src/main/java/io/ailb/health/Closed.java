package io.ailb.health;

import io.ailb.health.Breaker.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** In use; counts failures in a row and their share of late. */
final class Closed extends State {
  /** It takes so long until an endpoint that is back has all of its share, nanoseconds. */
  private static final double RAMP = Duration.ofSeconds(10).toNanos();

  /** A row of failures is no less than this much of what was sent from its first to its last. */
  private static final double MOST_OF_ROW = 0.5;

  private final Rules rules;
  private final long since;
  private final int openings;
  private OutcomeWindow outcomes;

  private int streak;
  private long streakBegan;

  /** The least and the most place of the failures in the row. */
  private long first;

  private long last;

  /** {@code openings}: how often in short succession it was open before. */
  Closed(Rules rules, long now, int openings) {
    this.rules = rules;
    this.since = now;
    this.openings = openings;
    this.outcomes = new OutcomeWindow(rules.settings.window());
  }

  @Override
  Phase phase(long now) {
    return Phase.CLOSED;
  }

  @Override
  long admitsAt(long now) {
    return now;
  }

  @Override
  boolean admitsAll() {
    return true;
  }

  @Override
  State acquired(long now) {
    return this;
  }

  @Override
  State succeeded(long sentAt, long now) {
    if (sentAt >= since) {
      if (sentAt >= streakBegan) {
        streak = 0;
      }
      outcomes().succeeded(now);
    }
    return this;
  }

  @Override
  State failed(long sentAt, long place, long now, String what) {
    if (sentAt < since) {
      return this;
    }
    if (streak == 0) {
      streakBegan = now;
      first = place;
      last = place;
    }
    streak++;
    first = Math.min(first, place);
    last = Math.max(last, place);
    outcomes().failed(place, now);
    String because = tripsBecause(now);
    return because == null
        ? this
        : Open.after(openingsSoFar(now), rules, now, because + ", last: " + what);
  }

  private OutcomeWindow outcomes() {
    if (!outcomes.length().equals(rules.settings.window())) {
      outcomes = new OutcomeWindow(rules.settings.window());
    }
    return outcomes;
  }

  /** Null = it does not. */
  private @Nullable String tripsBecause(long now) {
    BreakerSettings settings = rules.settings;
    Integer inARow = settings.consecutiveFailures();
    if (inARow != null && streak >= inARow && streak >= MOST_OF_ROW * (last - first + 1)) {
      return streak == 1 ? "1 failure" : streak + " failures in a row";
    }
    Double ratio = settings.failureRatio();
    boolean often =
        ratio != null
            && outcomes.total(now) >= settings.minimumCalls()
            && outcomes.failureRatio(now) >= ratio;
    return often
        ? Math.round(100 * outcomes.failureRatio(now))
            + " % of "
            + outcomes.total(now)
            + " requests failed"
        : null;
  }

  @Override
  State tripped(long now, String what) {
    return Open.after(openingsSoFar(now), rules, now, what);
  }

  @Override
  double ramp(long now) {
    if (openings == 0) {
      return 1;
    }
    return Math.min(1, RAMP_FROM + (1 - RAMP_FROM) * (now - since) / RAMP);
  }

  /** Having stayed closed for longer than the longest pause, it begins anew. */
  private int openingsSoFar(long now) {
    return now - since > rules.settings.maxOpenFor().toNanos() ? 0 : openings;
  }

  @Override
  int consecutiveFailures() {
    return streak;
  }
}
