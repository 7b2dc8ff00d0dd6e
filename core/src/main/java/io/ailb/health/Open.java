package io.ailb.health;

import io.ailb.health.Breaker.Phase;
import io.ailb.time.Dice;

/** Out of use until its pause is over. What comes in late from before says nothing new. */
final class Open extends State {
  /** The pause varies by so much either way, lest many processes probe in step. */
  private static final double JITTER = 0.1;

  private final BreakerSettings settings;
  private final Dice dice;
  private final int openings;
  private final long until;

  private Open(BreakerSettings settings, Dice dice, int openings, long until) {
    this.settings = settings;
    this.dice = dice;
    this.openings = openings;
    this.until = until;
  }

  /** Opens after having been open {@code openings} times in short succession. */
  static Open after(int openings, BreakerSettings settings, Dice dice, long now) {
    long first = settings.openFor().toNanos();
    long longest = settings.maxOpenFor().toNanos();
    double doubled = Math.min((double) longest, first * Math.pow(2, openings));
    // Somebody who sets both to the same wants just that pause.
    double jitter = first == longest ? 1 : 1 - JITTER + 2 * JITTER * dice.roll();
    return new Open(settings, dice, openings + 1, now + (long) (doubled * jitter));
  }

  @Override
  Phase phase(long now) {
    return now < until ? Phase.OPEN : Phase.HALF_OPEN;
  }

  @Override
  long admitsAt(long now) {
    return Math.max(now, until);
  }

  @Override
  State acquired(long now) {
    return new HalfOpen(settings, dice, openings, now);
  }

  @Override
  State succeeded(long sentAt, long now) {
    return this;
  }

  @Override
  State failed(long sentAt, long now) {
    return this;
  }
}
