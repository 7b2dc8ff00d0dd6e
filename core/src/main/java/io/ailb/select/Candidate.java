package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.limit.Demand;
import io.ailb.limit.Quota;
import io.ailb.limit.QuotaSet;
import io.ailb.model.ModelTarget;
import org.jspecify.annotations.Nullable;

/**
 * A member as it would serve one model.
 *
 * @param target the model there
 */
public record Candidate(Member member, ModelTarget target, Account account) {
  /** The free share of what its account may use, 0 to 1. */
  public double capacity(long now) {
    return account.quotas().capacity(now);
  }

  /** What stands in the way of this request, or null. */
  @Nullable Obstacle obstacle(Request request, long now) {
    Obstacle obstacle = member.obstacle(now);
    if (obstacle != null) {
      return obstacle;
    }
    if (!member.endpoint().tags().containsAll(request.tags())) {
      return Obstacle.lasting(Obstacle.Kind.TAG, "lacks a tag of " + request.tags());
    }
    Long window = contextWindow();
    if (window != null && request.demand().input() > window) {
      return Obstacle.lasting(
          Obstacle.Kind.CONTEXT, "context window " + window + " is too small for the request");
    }
    Obstacle resting = Member.resting(account.rest(), now);
    return resting != null ? resting : limit(account.quotas(), request.demand(), now);
  }

  private @Nullable Long contextWindow() {
    return target.contextWindow() != null
        ? target.contextWindow()
        : member.endpoint().contextWindow();
  }

  static @Nullable Obstacle limit(QuotaSet quotas, Demand demand, long now) {
    long free = quotas.freeAt(demand, now);
    Quota quota = free > now ? quotas.tightest(demand, now) : null;
    return quota == null
        ? null
        : new Obstacle(
            Obstacle.Kind.LIMIT,
            free,
            quota.key() + " " + quotas.used(quota, now) + "/" + quotas.limit(quota));
  }

  /** Takes a place, in every respect or in none; null if one of them was taken meanwhile. */
  @Nullable Lease reserve(Request request, Pool pool, long now) {
    if (!member.enter()) {
      return null;
    }
    QuotaSet.Reservation reservation = account.quotas().reserve(request.demand(), now);
    if (reservation != null) {
      Breaker.Permit permit = member.breaker().acquire(now);
      if (permit != null) {
        return new Lease(this, pool, reservation, permit);
      }
      reservation.refund(now);
    }
    member.leave();
    return null;
  }
}
