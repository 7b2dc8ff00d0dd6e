package io.ailb.limit;

import io.ailb.limit.BudgetSettings.OnExceeded;
import io.ailb.time.Decay;
import io.ailb.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a pool may spend in a day or a month, and how dear prices have to count for it to last that
 * long and not much longer (selection, section 6). Thread-safe.
 */
public final class Budget {
  /** How often the pressure is corrected, nanoseconds. */
  static final long PACE = Duration.ofSeconds(5).toNanos();

  /** Over how long the rate of spending is smoothed, seconds (e-fold). */
  private static final double SMOOTHING = 30;

  /** So much of the amount is aimed at; the rest is for what is under way at the end. */
  private static final double AIM = 0.995;

  /** How much of an error one correction takes back, and how much error counts at most. */
  private static final double GAIN = 0.15;

  private static final double LEAST_ERROR = -1;
  private static final double MOST_ERROR = 1.5;

  /** The range of the pressure: below 0 the dear are preferred, as there is money to spend. */
  private static final double LEAST = -2;

  private static final double MOST = 8;

  /** After a longer silence than so many corrections all is as it was at the last of them. */
  private static final int MOST_AT_ONCE = 100;

  private static final double SECOND = 1e9;

  private final WallClock clock;

  /** Of requests that are sent while there is no budget. */
  private final Hold free = new Hold(0);

  // All guarded by this; what is volatile is read without.
  private BudgetSettings settings;
  private volatile List<Spending> spendings = List.of();

  /** Of requests under way, at most. */
  private double held;

  private double recent;
  private long recentAt;
  private double pressure;
  private long pacedAt;
  private boolean told;

  /** Nothing is spent yet; {@code now} is of the ticker, as everywhere in this class. */
  public Budget(BudgetSettings settings, WallClock clock, long now) {
    this.clock = clock;
    this.settings = settings;
    this.recentAt = now;
    this.pacedAt = now;
    apply(settings);
  }

  /** Takes over other amounts; what was spent stays spent. */
  public synchronized void apply(BudgetSettings newSettings) {
    settings = newSettings;
    List<Spending> all = new ArrayList<>();
    add(all, newSettings.perDay(), false);
    add(all, newSettings.perMonth(), true);
    spendings = all;
  }

  private void add(List<Spending> all, @Nullable Double amount, boolean monthly) {
    if (amount == null) {
      return;
    }
    Spending same = new Spending(amount, monthly, clock.now());
    for (Spending known : spendings) {
      same = known.isMonthly() == monthly ? known : same;
    }
    same.amount(amount);
    all.add(same);
  }

  /**
   * To what power a price against the cheapest counts now, so that the budget lasts; 0 without one.
   */
  public double pressure(long now) {
    return spendings.isEmpty() ? 0 : paced(now);
  }

  private synchronized double paced(long now) {
    pace(now);
    return pressure;
  }

  private void pace(long now) {
    if (spendings.isEmpty() || now - pacedAt < PACE) {
      return;
    }
    Instant date = clock.now();
    for (int i = 0; i < MOST_AT_ONCE && now - pacedAt >= PACE; i++) {
      pacedAt += PACE;
      double rate = recent * Decay.after(Math.max(0, pacedAt - recentAt) / SECOND / SMOOTHING);
      double error = error(rate / SMOOTHING, date);
      double step = GAIN * Math.max(LEAST_ERROR, Math.min(MOST_ERROR, error));
      pressure = Math.max(LEAST, Math.min(MOST, pressure + step));
    }
    pacedAt = Math.max(pacedAt, now - PACE);
  }

  /** How far the rate of spending is above what the tightest amount bears. */
  private double error(double rate, Instant date) {
    double error = Double.NEGATIVE_INFINITY;
    for (Spending spending : spendings) {
      double left = AIM * spending.amount() - spending.spent(date);
      double target = left / (spending.rest(date).toNanos() / SECOND);
      error = Math.max(error, left <= 0 ? MOST_ERROR : rate / target - 1);
    }
    return error;
  }

  /** Until when a request that may cost {@code most} is not sent, of the ticker; now if it is. */
  public synchronized long freeAt(double most, long now) {
    Instant date = clock.now();
    long free = now;
    if (settings.onExceeded() == OnExceeded.REJECT) {
      for (Spending spending : spendings) {
        if (held + most > spending.left(date)) {
          free = Math.max(free, now + spending.rest(date).toNanos());
        }
      }
    }
    return free;
  }

  /** Takes so much until it is known what a request did cost; null if it may not be sent. */
  public @Nullable Hold hold(double most, long now) {
    return spendings.isEmpty() ? free : held(most, now);
  }

  private synchronized @Nullable Hold held(double most, long now) {
    if (freeAt(most, now) > now) {
      return null;
    }
    held += most;
    return new Hold(most);
  }

  /** Whether only the cheapest endpoint is to be used now. */
  public synchronized boolean wantsCheapest() {
    return settings.onExceeded() == OnExceeded.CHEAPEST && spent(clock.now()) != null;
  }

  private @Nullable Spending spent(Instant date) {
    for (Spending spending : spendings) {
      if (spending.left(date) <= 0) {
        return spending;
      }
    }
    return null;
  }

  /** That an amount is spent, in words, once each time that happens; else null. */
  public synchronized @Nullable String news() {
    Spending spent = spent(clock.now());
    boolean isNews = spent != null && !told;
    told = spent != null;
    return spent == null || !isNews ? null : inWords(spent);
  }

  /** The share of the tightest amount that is spent, more than 1 once it is passed; -1 without. */
  public synchronized double used() {
    double used = -1;
    Instant date = clock.now();
    for (Spending spending : spendings) {
      used = Math.max(used, spending.share(date));
    }
    return used;
  }

  /** An amount and what is left of it, for people. */
  public synchronized String inWords() {
    Spending tightest = null;
    Instant date = clock.now();
    for (Spending spending : spendings) {
      boolean tighter = tightest == null || spending.left(date) < tightest.left(date);
      tightest = tighter ? spending : tightest;
    }
    return tightest == null ? "no budget" : inWords(tightest);
  }

  private String inWords(Spending spending) {
    return String.format(
        Locale.ROOT,
        "%.2f of %.2f %s spent this %s",
        spending.spent(clock.now()),
        spending.amount(),
        settings.currency(),
        spending.isMonthly() ? "month" : "day");
  }

  /** What one request may cost. End it once; a second ending does nothing. */
  public final class Hold {
    private final double most;
    private boolean ended; // guarded by the budget

    private Hold(double most) {
      this.most = most;
    }

    /** It did cost so much. */
    public void settle(double cost, long now) {
      if (this == free) {
        return;
      }
      synchronized (Budget.this) {
        if (ended) {
          return;
        }
        ended = true;
        pace(now);
        held = Math.max(0, held - most);
        for (Spending spending : spendings) {
          spending.add(cost, clock.now());
        }
        recent = recent * Decay.after(Math.max(0, now - recentAt) / SECOND / SMOOTHING) + cost;
        recentAt = now;
      }
    }
  }
}
