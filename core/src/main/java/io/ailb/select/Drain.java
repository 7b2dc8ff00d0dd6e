package io.ailb.select;

import io.ailb.limit.QuotaSet;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How fast those who wait can be served at best: what the limits of requests let through at all
 * endpoints that could serve them (selection, section 5). Whatever else holds them up comes on top,
 * so that who cannot be served by this, cannot be served. Not thread-safe.
 */
final class Drain {
  /** Nobody is told to come again later than that. */
  private static final long LONGEST = Duration.ofDays(1).toNanos();

  private static final long PRECISION = Duration.ofMillis(50).toNanos();

  /** From when on each account takes requests; endpoints that share one are one. */
  private final IdentityHashMap<QuotaSet, Long> accounts = new IdentityHashMap<>();

  /** An endpoint takes requests from {@code from} on. */
  void add(QuotaSet quotas, long from) {
    accounts.merge(quotas, from, Math::min);
  }

  /** Requests that can be taken until then at most; infinite where an endpoint has no limit. */
  double by(long instant, long now) {
    double requests = 0;
    for (Map.Entry<QuotaSet, Long> account : accounts.entrySet()) {
      if (account.getValue() <= instant) {
        requests += account.getKey().room(instant, now);
      }
    }
    return requests;
  }

  /** When more than {@code requests} can have been taken; {@link Obstacle#UNKNOWN} if it is far. */
  long passes(double requests, long now) {
    long early = now;
    long late = now + PRECISION;
    while (by(late, now) <= requests) {
      if (late - now > LONGEST) {
        return Obstacle.UNKNOWN;
      }
      early = late;
      late = now + 2 * (late - now);
    }
    while (late - early > PRECISION) {
      long middle = early + (late - early) / 2;
      if (by(middle, now) > requests) {
        late = middle;
      } else {
        early = middle;
      }
    }
    return late;
  }
}
