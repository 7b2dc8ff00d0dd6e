package io.ailb.health;

import io.ailb.health.Breaker.Phase;

/** Out of use until its pause is over. What comes in late from before says nothing new. */
final class Open extends State {
  /** The pause varies by so much either way, lest many processes probe in step. */
  private static final double JITTER = 0.1;

  private final Rules rules;
  private final int openings;
  private final long since;
  private final double roll;
  private final String cause;
  private volatile boolean hastened;

  private Open(Rules rules, int openings, long since, double roll, String cause) {
    this.rules = rules;
    this.openings = openings;
    this.since = since;
    this.roll = roll;
    this.cause = cause;
  }

  /** Opens after having been open {@code openings} times in short succession. */
  static Open after(int openings, Rules rules, long now, String cause) {
    return new Open(rules, openings, now, rules.dice.roll(), cause);
  }

  private long until() {
    long first = rules.settings.openFor().toNanos();
    long longest = rules.settings.maxOpenFor().toNanos();
    double doubled =
        hastened
            ? (double) first
            : Math.min((double) longest, Math.scalb((double) first, openings));
    // Somebody who sets both to the same wants just that pause.
    double jitter = first == longest ? 1 : 1 - JITTER + 2 * JITTER * roll;
    return since + (long) (doubled * jitter);
  }

  @Override
  Phase phase(long now) {
    return now < until() ? Phase.OPEN : Phase.HALF_OPEN;
  }

  @Override
  long admitsAt(long now) {
    return Math.max(now, until());
  }

  @Override
  State acquired(long now) {
    return new HalfOpen(rules, openings + 1, now);
  }

  @Override
  State succeeded(long sentAt, long now) {
    return this;
  }

  @Override
  State failed(long sentAt, long place, long now, String what) {
    return this;
  }

  @Override
  void hasten() {
    hastened = true;
  }

  @Override
  String cause() {
    return cause;
  }
}
