package io.ailb.health;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Lets those who look at several fields without a lock know whether what they saw belongs together.
 * Who changes them does so under a lock, between {@link #begin} and {@link #end}; that costs no
 * more than two counts.
 */
final class Glance {
  private static final AtomicLongFieldUpdater<Glance> CHANGES =
      AtomicLongFieldUpdater.newUpdater(Glance.class, "changes");

  /** Beginnings and ends so far: odd while a change is under way. */
  private volatile long changes;

  void begin() {
    CHANGES.lazySet(this, changes + 1);
    VarHandle.storeStoreFence(); // nothing is changed before
  }

  void end() {
    CHANGES.lazySet(this, changes + 1); // all is changed before
  }

  /** Begins to look. */
  long look() {
    return changes;
  }

  /** Whether nothing was changed since, nor was being changed then. */
  boolean isStill(long since) {
    VarHandle.acquireFence(); // all was seen before
    return (since & 1) == 0 && since == changes;
  }
}
