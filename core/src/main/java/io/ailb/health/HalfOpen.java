package io.ailb.health;

import io.ailb.health.Breaker.Phase;
import io.ailb.time.Dice;

/** Being probed, by one request at a time. Begins with the first probe under way. */
final class HalfOpen extends State {
  private final BreakerSettings settings;
  private final Dice dice;
  private final int openings;
  private final long since;

  private boolean probing = true;
  private int succeeded;

  HalfOpen(BreakerSettings settings, Dice dice, int openings, long now) {
    this.settings = settings;
    this.dice = dice;
    this.openings = openings;
    this.since = now;
  }

  @Override
  Phase phase(long now) {
    return Phase.HALF_OPEN;
  }

  @Override
  long admitsAt(long now) {
    return probing ? Breaker.UNKNOWN : now;
  }

  @Override
  State acquired(long now) {
    probing = true;
    return this;
  }

  @Override
  State succeeded(long sentAt, long now) {
    if (!isProbe(sentAt)) {
      return this;
    }
    probing = false;
    succeeded++;
    return succeeded >= settings.halfOpenCalls() ? new Closed(settings, dice, now, openings) : this;
  }

  @Override
  State failed(long sentAt, long now) {
    return isProbe(sentAt) ? Open.after(openings, settings, dice, now) : this;
  }

  @Override
  State withdrawn(long sentAt) {
    if (isProbe(sentAt)) {
      probing = false;
    }
    return this;
  }

  private boolean isProbe(long sentAt) {
    return sentAt >= since;
  }
}
