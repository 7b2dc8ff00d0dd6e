package io.ailb.limit;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many retries a pool may still make (selection, section 5): each request adds a share of one,
 * each second a whole one, and only so many are saved up. Where most requests fail, retries add no
 * more load than that. Begins full. Thread-safe; a request adds without a lock.
 */
public final class RetryBudget {
  private static final double MOST = 50;
  private static final double PER_SECOND = 1;
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final LongAdder requests = new LongAdder();

  // Guarded by this.
  private double perRequest;

  /** Read without: it becomes less only where one is drawn. */
  private volatile double saved = MOST;

  private long counted;
  private long at;

  /**
   * A full one.
   *
   * @param perRequest the share of requests that may be retries
   * @param now of the ticker
   */
  public RetryBudget(double perRequest, long now) {
    this.perRequest = perRequest;
    this.at = now;
  }

  /** Takes over another share; what was saved or drawn stays. */
  public synchronized void apply(double newPerRequest, long now) {
    save(now);
    perRequest = newPerRequest;
  }

  /** A request has come. */
  public void count() {
    requests.increment();
  }

  /** Whether there is none left now; all calls ask, and mostly there is. */
  public boolean isEmpty(long now) {
    return saved < 1 && isStillEmpty(now);
  }

  private synchronized boolean isStillEmpty(long now) {
    save(now);
    return saved < 1;
  }

  /** Takes one, if there is one. */
  public synchronized boolean draw(long now) {
    if (isStillEmpty(now)) {
      return false;
    }
    saved = saved - 1;
    return true;
  }

  private void save(long now) {
    long sum = requests.sum();
    double time = Math.max(0, now - at) / SECOND * PER_SECOND;
    saved = Math.min(MOST, saved + perRequest * (sum - counted) + time);
    counted = sum;
    at = Math.max(at, now);
  }
}
