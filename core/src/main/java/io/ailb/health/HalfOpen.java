package io.ailb.health;

import io.ailb.health.Breaker.Phase;

/** Being probed, by one request at a time. Begins with the first probe under way. */
final class HalfOpen extends State {
  private final Rules rules;
  private final int openings;
  private final long since;

  private volatile boolean probing = true;
  private int succeeded;

  HalfOpen(Rules rules, int openings, long now) {
    this.rules = rules;
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
    return succeeded >= rules.settings.halfOpenCalls() ? new Closed(rules, now, openings) : this;
  }

  @Override
  State failed(long sentAt, long place, long now, String what) {
    return isProbe(sentAt) ? Open.after(openings, rules, now, "its probe failed: " + what) : this;
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
