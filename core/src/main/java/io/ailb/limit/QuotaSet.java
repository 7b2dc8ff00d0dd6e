package io.ailb.limit;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.Usage;
import io.ailb.time.WallClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  /**
   * One limit that is set.
   *
   * @param day of a daily limit, the zone of its midnight, or null
   */
  private record Meter(Quota quota, Window window, @Nullable ZoneId day) {}

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
        ZoneId day = quota.isDaily() ? settings.calendarDay() : null;
        Meter before = meter(quota);
        Window window =
            before != null && Objects.equals(before.day, day)
                ? before.window
                : quota.window(limit, day, clock, now);
        if (before != null && before.window != window) {
          window.count(before.window.used(now), now, now);
        }
        window.limit(limit);
        applied.add(new Meter(quota, window, day));
      }
    }
    meters = applied.toArray(Meter[]::new);
  }

  /** Takes everything that {@code demand} needs, or nothing and null. */
  public synchronized @Nullable Reservation reserve(Demand demand, long now) {
    if (freeAt(demand, now) > now) {
      return null;
    }
    reserved++;
    Reservation reservation = new Reservation(demand, now);
    for (Meter meter : meters) {
      reservation.count(meter, meter.quota.unitsOf(demand), now);
    }
    return reservation;
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
    Meter meter = meter(quota);
    return meter == null ? 0 : meter.window.used(now);
  }

  /** The limit of one kind, or -1. */
  public synchronized long limit(Quota quota) {
    Meter meter = meter(quota);
    return meter == null ? -1 : meter.window.limit();
  }

  private @Nullable Meter meter(Quota quota) {
    for (Meter meter : meters) {
      if (meter.quota == quota) {
        return meter;
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

  /**
   * What one request holds. Providers count it when it arrives, of which we know when it has begun:
   * until then it counts as if it arrived as late as it can. End it in one of three ways, once; a
   * second ending does nothing.
   */
  public final class Reservation {
    private final Demand demand;
    private final long at;

    // Guarded by the set.
    private boolean arrived;
    private long arrivedAt;
    private boolean ended;

    private Reservation(Demand demand, long at) {
      this.demand = demand;
      this.at = at;
    }

    private void count(Meter meter, long units, long now) {
      meter.window.count(units, arrived ? arrivedAt : at + meter.window.provision(), now);
    }

    /** The provider has begun to answer: the request has arrived by now. */
    public void arrived(long now) {
      synchronized (QuotaSet.this) {
        if (!ended) {
          arrive(now);
        }
      }
    }

    private void arrive(long now) {
      if (arrived) {
        return;
      }
      for (Meter meter : meters) {
        count(meter, -meter.quota.unitsOf(demand), now);
      }
      arrived = true;
      arrivedAt = Math.min(now, at + Window.TRAVEL);
      for (Meter meter : meters) {
        count(meter, meter.quota.unitsOf(demand), now);
      }
    }

    /** The provider counted the request: keep it, corrected by what it used. */
    public void settle(Usage usage, long now) {
      synchronized (QuotaSet.this) {
        if (end()) {
          arrive(now);
          for (Meter meter : meters) {
            if (charge == Charge.ACTUAL) {
              long used = meter.quota.unitsOf(usage, demand);
              count(meter, used - meter.quota.unitsOf(demand), now);
            }
          }
        }
      }
    }

    /** The provider refused the request: it counts as one, but has used no tokens. */
    public void refused(long now) {
      synchronized (QuotaSet.this) {
        if (end()) {
          arrive(now);
          for (Meter meter : meters) {
            long tokens = meter.quota.unitsOf(demand) - meter.quota.unitsOf(Demand.NO_TOKENS);
            count(meter, -tokens, now);
          }
        }
      }
    }

    /** The provider never saw the request: give all of it back. */
    public void refund(long now) {
      synchronized (QuotaSet.this) {
        if (end()) {
          for (Meter meter : meters) {
            count(meter, -meter.quota.unitsOf(demand), now);
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
