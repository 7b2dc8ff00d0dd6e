package io.ailb.limit;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.Usage;
import io.ailb.time.WallClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All limits that one account has for one model, reserved together or not at all. Thread-safe; a
 * short lock makes the whole reservation one step, so that concurrent callers can never take more
 * than a limit among them.
 */
public final class QuotaSet {
  private final WallClock clock;

  // All guarded by this.
  private Meter[] meters = {};
  private Charge charge;
  private int reserved;

  /** One limit that is set. */
  private record Meter(Quota quota, Window window) {}

  /** Limits that begin unused, at {@code now} of the ticker. */
  public QuotaSet(LimitSettings settings, WallClock clock, long now) {
    this.clock = clock;
    this.charge = settings.charge();
    apply(settings, now);
  }

  /** Takes over new limits; what was counted stays where the kind of limit stays. */
  public synchronized void apply(LimitSettings settings, long now) {
    charge = settings.charge();
    List<Meter> applied = new ArrayList<>();
    for (Quota quota : Quota.values()) {
      Long limit = quota.limitIn(settings);
      if (limit != null) {
        Window window = window(quota);
        if (window == null) {
          window = quota.window(limit, settings.calendarDay(), clock, now);
        }
        window.limit(limit);
        applied.add(new Meter(quota, window));
      }
    }
    meters = applied.toArray(Meter[]::new);
  }

  /** Takes everything that {@code demand} needs, or nothing and null. */
  public synchronized @Nullable Reservation reserve(Demand demand, long now) {
    if (freeAt(demand, now) > now) {
      return null;
    }
    for (Meter meter : meters) {
      meter.window.count(meter.quota.unitsOf(demand), now, now);
    }
    reserved++;
    return new Reservation(demand, now);
  }

  /** When {@code demand} will fit if nobody else comes: {@code now} if at once. */
  public synchronized long freeAt(Demand demand, long now) {
    long free = now;
    for (Meter meter : meters) {
      free = Math.max(free, meter.window.freeAt(meter.quota.unitsOf(demand), now));
    }
    return free;
  }

  /** The limit that {@code demand} has to wait for longest, or null if it fits now. */
  public synchronized @Nullable Quota tightest(Demand demand, long now) {
    long free = now;
    Quota tightest = null;
    for (Meter meter : meters) {
      long freeAt = meter.window.freeAt(meter.quota.unitsOf(demand), now);
      if (freeAt > free) {
        free = freeAt;
        tightest = meter.quota;
      }
    }
    return tightest;
  }

  /** The share of the tightest limit that is still free, 0 to 1; 1 without limits. */
  public synchronized double capacity(long now) {
    double capacity = 1;
    for (Meter meter : meters) {
      capacity = Math.min(capacity, 1 - (double) meter.window.used(now) / meter.window.limit());
    }
    return Math.max(0, capacity);
  }

  /** Units counted of one kind; 0 if it has no limit, as nothing is counted then. */
  public synchronized long used(Quota quota, long now) {
    Window window = window(quota);
    return window == null ? 0 : window.used(now);
  }

  /** The limit of one kind, or -1. */
  public synchronized long limit(Quota quota) {
    Window window = window(quota);
    return window == null ? -1 : window.limit();
  }

  private @Nullable Window window(Quota quota) {
    for (Meter meter : meters) {
      if (meter.quota == quota) {
        return meter.window;
      }
    }
    return null;
  }

  /** Whether forgetting this set would lose nothing. */
  public synchronized boolean isIdle(long now) {
    if (reserved > 0) {
      return false;
    }
    for (Meter meter : meters) {
      if (meter.window.used(now) > 0) {
        return false;
      }
    }
    return true;
  }

  /** What one request holds. End it in one of three ways, once; a second ending does nothing. */
  public final class Reservation {
    private final Demand demand;
    private final long at;
    private boolean ended; // guarded by the set

    private Reservation(Demand demand, long at) {
      this.demand = demand;
      this.at = at;
    }

    /** The provider counted the request: keep it, corrected by what it used. */
    public void settle(Usage usage, long now) {
      synchronized (QuotaSet.this) {
        if (end() && charge == Charge.ACTUAL) {
          for (Meter meter : meters) {
            long used = meter.quota.unitsOf(usage, demand);
            meter.window.count(used - meter.quota.unitsOf(demand), at, now);
          }
        }
      }
    }

    /** The provider refused the request: it counts as one, but has used no tokens. */
    public void refused(long now) {
      synchronized (QuotaSet.this) {
        if (end()) {
          for (Meter meter : meters) {
            long tokens = meter.quota.unitsOf(demand) - meter.quota.unitsOf(Demand.NO_TOKENS);
            meter.window.count(-tokens, at, now);
          }
        }
      }
    }

    /** The provider never saw the request: give all of it back. */
    public void refund(long now) {
      synchronized (QuotaSet.this) {
        if (end()) {
          for (Meter meter : meters) {
            meter.window.count(-meter.quota.unitsOf(demand), at, now);
          }
        }
      }
    }

    private boolean end() {
      if (ended) {
        return false;
      }
      ended = true;
      reserved--;
      return true;
    }
  }
}
