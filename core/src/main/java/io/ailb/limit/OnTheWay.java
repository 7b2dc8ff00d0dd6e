package io.ailb.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Requests of an account whose answers have not begun, in the order in which they were sent.
 * Whether a provider had counted one of them when it answered a later one, nobody knows if both
 * left within a moment: connections overtake each other. Guarded by the lock of its owner.
 */
final class OnTheWay {
  /** Nobody is overtaken by what is sent so much later: a new connection takes less. */
  static final long OVERTAKING = Duration.ofMillis(500).toNanos();

  private @Nullable Entry last;

  /** One of them. */
  static final class Entry {
    private final Demand demand;
    private final long at;
    private @Nullable Entry before;
    private @Nullable Entry after;
    private boolean present = true;

    private Entry(Demand demand, long at) {
      this.demand = demand;
      this.at = at;
    }
  }

  Entry add(Demand demand, long at) {
    Entry entry = new Entry(demand, at);
    entry.before = last;
    if (last != null) {
      last.after = entry;
    }
    last = entry;
    return entry;
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

  /** Units that {@code entry} may have overtaken; 0 once it is not on its way. */
  long overtaken(Entry entry, Quota quota) {
    long units = 0;
    for (Entry e = entry.before; e != null && entry.at - e.at < OVERTAKING; e = e.before) {
      units += quota.unitsOf(e.demand);
    }
    return units;
  }
}
