package io.ailb.health;

import io.ailb.health.Breaker.Phase;
import io.ailb.time.Dice;

/** In use; counts failures in a row and their share of late. */
final class Closed extends State {
  private final BreakerSettings settings;
  private final Dice dice;
  private final long since;
  private final int openings;
  private final OutcomeWindow outcomes;

  private int streak;
  private long streakBegan;

  /** {@code openings}: how often in short succession it was open before. */
  Closed(BreakerSettings settings, Dice dice, long now, int openings) {
    this.settings = settings;
    this.dice = dice;
    this.since = now;
    this.openings = openings;
    this.outcomes = new OutcomeWindow(settings.window());
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
  State acquired(long now) {
    return this;
  }

  @Override
  State succeeded(long sentAt, long now) {
    if (sentAt >= streakBegan) {
      streak = 0;
    }
    outcomes.record(false, now);
    return this;
  }

  @Override
  State failed(long sentAt, long now) {
    if (streak == 0) {
      streakBegan = now;
    }
    streak++;
    outcomes.record(true, now);
    return trips(now) ? Open.after(openingsSoFar(now), settings, dice, now) : this;
  }

  private boolean trips(long now) {
    Integer inARow = settings.consecutiveFailures();
    if (inARow != null && streak >= inARow) {
      return true;
    }
    Double ratio = settings.failureRatio();
    return ratio != null
        && outcomes.total(now) >= settings.minimumCalls()
        && outcomes.failureRatio(now) >= ratio;
  }

  /** Having stayed closed for longer than the longest pause, it begins anew. */
  private int openingsSoFar(long now) {
    return now - since > settings.maxOpenFor().toNanos() ? 0 : openings;
  }

  @Override
  int consecutiveFailures() {
    return streak;
  }
}
