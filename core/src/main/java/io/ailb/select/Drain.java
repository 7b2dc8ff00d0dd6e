package io.ailb.select;

import io.ailb.limit.Demand;
import io.ailb.limit.Quota;
import io.ailb.limit.QuotaSet;
import java.time.Duration;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How fast a crowd can be served at best: what the limits let through at all endpoints that could
 * serve it (selection, section 5). Whatever else holds it up comes on top, and each request is
 * taken to use the least that it probably will, so that who cannot be served by this, cannot be
 * served. Not thread-safe.
 */
final class Drain {
  /** Nobody is told to come again later than that. */
  private static final long LONGEST = Duration.ofDays(1).toNanos();

  private static final long PRECISION = Duration.ofMillis(50).toNanos();

  private final Crowd crowd;

  /** Endpoints that share an account are one. */
  private final IdentityHashMap<QuotaSet, Source> sources = new IdentityHashMap<>();

  /**
   * An account.
   *
   * @param from when it takes requests, of the ticker
   * @param inputShare how much smaller inputs may be than they are taken for
   */
  private record Source(long from, double inputShare) {
    private Source and(Source other) {
      return new Source(Math.min(from, other.from), Math.min(inputShare, other.inputShare));
    }

    private long input(Demand demand) {
      return (long) (inputShare * demand.input());
    }
  }

  Drain(Crowd crowd) {
    this.crowd = crowd;
  }

  /** An endpoint takes requests from {@code from} on. */
  void add(Candidate candidate, long from) {
    sources.merge(candidate.quotas(), new Source(from, candidate.leastInputShare()), Source::and);
  }

  /** Whether all of them may have a place by then. */
  boolean takesAll(long until, long now) {
    double places = 0;
    Map<Quota, Double> room = new EnumMap<>(Quota.class);
    Map<Quota, Double> needed = new EnumMap<>(Quota.class);
    for (Map.Entry<QuotaSet, Source> entry : sources.entrySet()) {
      if (entry.getValue().from <= until) {
        places += places(entry.getKey(), entry.getValue(), room, needed, until, now);
      }
    }
    boolean enough = places > crowd.requests() - 1;
    for (Map.Entry<Quota, Double> each : needed.entrySet()) {
      enough &=
          room.getOrDefault(each.getKey(), 0.0) + 1 > each.getValue(); // not for less than a token
    }
    return enough;
  }

  /**
   * Places at one account if all of them were as small as the smallest. Adds to {@code room} what
   * it has of each kind, and lowers {@code needed} to what all of them need there.
   */
  private double places(
      QuotaSet quotas,
      Source source,
      Map<Quota, Double> room,
      Map<Quota, Double> needed,
      long until,
      long now) {
    Map<Quota, Double> rooms = quotas.room(until, now);
    long smallest = crowd.least().output();
    Demand least =
        new Demand(source.input(crowd.least()), quotas.leastOutput(1, smallest, smallest));
    Demand all =
        new Demand(
            source.input(crowd.demand()),
            quotas.leastOutput(crowd.requests(), crowd.demand().output(), smallest));
    double places = Double.POSITIVE_INFINITY;
    for (Quota quota : Quota.values()) {
      double free = rooms.getOrDefault(quota, Double.POSITIVE_INFINITY);
      long limit = quotas.limit(quota);
      long units = Math.min(quota.unitsOf(1, least), limit);
      needed.merge(quota, (double) quota.unitsOf(crowd.requests(), all), Math::min);
      // Who is larger than a whole limit is let through alone: then sums say nothing.
      boolean alone = quota.unitsOf(1, crowd.most()) > limit;
      room.merge(quota, alone ? Double.POSITIVE_INFINITY : free, Double::sum);
      places = units > 0 ? Math.min(places, free / units) : places;
    }
    return places;
  }

  /** When all of them may have had a place; {@link Obstacle#UNKNOWN} if that is far. */
  long end(long now) {
    long early = now;
    long late = now + PRECISION;
    while (!takesAll(late, now)) {
      if (late - now >= LONGEST) {
        return Obstacle.UNKNOWN;
      }
      early = late;
      late = now + Math.min(LONGEST, 2 * (late - now));
    }
    while (late - early > PRECISION) {
      long middle = early + (late - early) / 2;
      if (takesAll(middle, now)) {
        late = middle;
      } else {
        early = middle;
      }
    }
    return late;
  }
}
