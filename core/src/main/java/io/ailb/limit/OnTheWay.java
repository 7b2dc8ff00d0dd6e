package io.ailb.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests of an account whose answers have not begun, in the order in which they were sent. That
 * is not the order in which they arrive: of two that left within a moment, nobody knows which one
 * its provider counted first until both have said how much was left. Guarded by the lock of its
 * owner.
 */
final class OnTheWay {
  /** What is sent so much later arrives later: a new connection takes less. */
  static final long OVERTAKING = Duration.ofMillis(500).toNanos();

  private @Nullable Entry last;

  /** One of them, by what it is expected to take. */
  static class Entry {
    final long input;
    final long output;
    final long at;
    private @Nullable Entry before;
    private @Nullable Entry after;
    private boolean present = true;

    /** Of those sent a moment later, the ones that were counted earlier. */
    private long overtakers;

    private Demand overtook = Demand.NO_TOKENS;

    Entry(long input, long output, long at) {
      this.input = input;
      this.output = output;
      this.at = at;
    }

    private boolean mayPass(Entry earlier) {
      return at - earlier.at < OVERTAKING;
    }
  }

  void add(Entry entry) {
    entry.before = last;
    if (last != null) {
      last.after = entry;
    }
    last = entry;
  }

  /** Its answer has said how much is left, so that those which have not are counted later. */
  void announced(Entry entry) {
    for (Entry e = entry.before; e != null && entry.mayPass(e); e = e.before) {
      e.overtakers++;
      e.overtook = e.overtook.plus(new Demand(entry.input, entry.output));
    }
  }

  /** It is not on its way any more; again has no effect. */
  void remove(Entry entry) {
    if (!entry.present) {
      return;
    }
    entry.present = false;
    if (entry.before != null) {
      entry.before.after = entry.after;
    }
    if (entry.after != null) {
      entry.after.before = entry.before;
    } else {
      last = entry.before;
    }
    entry.before = null;
    entry.after = null;
  }

  /**
   * Units sent before {@code entry} that may be counted after it, less those sent after it that
   * were counted before; only while it is on its way.
   */
  long outOfTurn(Entry entry, Quota quota) {
    long units = -quota.unitsOf(entry.overtakers, entry.overtook);
    for (Entry e = entry.before; e != null && entry.mayPass(e); e = e.before) {
      units += quota.unitsOf(e.input, e.output);
    }
    return units;
  }
}
