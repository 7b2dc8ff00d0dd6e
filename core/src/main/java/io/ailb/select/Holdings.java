package io.ailb.select;

import io.ailb.model.Endpoint;
import io.ailb.model.Fingerprint;
import io.ailb.time.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints keep for their accounts: which of them issued an id that an answer named. Beyond
 * reloads, for a day after an id was issued or last asked for, and as many as there is room for; of
 * the ids themselves only {@link Fingerprint}s. Thread-safe.
 */
public final class Holdings {
  /** Ids remembered at most, some 80 bytes each: those not asked for the longest go first. */
  static final int MOST = 100_000;

  /** Nobody takes up a conversation after so long: a default of ours, which nobody has measured. */
  static final Duration KEPT = Duration.ofHours(24);

  private final Ticker ticker;

  // Guarded by this; in the order of use, so that what is over stands at the front.
  private final Map<Long, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** Changed under the lock, read without. */
  private volatile boolean empty = true;

  private static final class Entry {
    private final Holding holding;
    private long usedAt;

    private Entry(Holding holding, long now) {
      this.holding = holding;
      this.usedAt = now;
    }
  }

  public Holdings(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether nothing is held by anybody; costs nothing. */
  public boolean isEmpty() {
    return empty;
  }

  /** {@code endpoint} named these in an answer. An id that somebody else issued stays theirs. */
  public void issued(List<String> ids, Endpoint endpoint) {
    if (ids.isEmpty()) {
      return;
    }
    synchronized (this) {
      long now = ticker.nanos();
      forget(now);
      Holding holding = new Holding(endpoint);
      for (String id : ids) {
        Entry known = entries.get(Fingerprint.of(id));
        if (known == null) {
          entries.put(Fingerprint.of(id), new Entry(holding, now));
        } else {
          known.usedAt = now;
        }
      }
      for (Iterator<Long> oldest = entries.keySet().iterator(); entries.size() > MOST; ) {
        oldest.next();
        oldest.remove();
      }
      empty = entries.isEmpty();
    }
  }

  /** Who issued the first of these that anybody is known to have issued; null = nobody is. */
  public @Nullable Holding of(List<String> ids) {
    if (empty || ids.isEmpty()) {
      return null;
    }
    synchronized (this) {
      long now = ticker.nanos();
      forget(now);
      for (String id : ids) {
        Entry known = entries.get(Fingerprint.of(id));
        if (known != null) {
          known.usedAt = now;
          return known.holding;
        }
      }
      return null;
    }
  }

  private void forget(long now) {
    for (Iterator<Entry> oldest = entries.values().iterator(); oldest.hasNext(); ) {
      if (now - oldest.next().usedAt < KEPT.toNanos()) {
        break;
      }
      oldest.remove();
    }
    empty = entries.isEmpty();
  }

  synchronized int size() {
    return entries.size();
  }
}
