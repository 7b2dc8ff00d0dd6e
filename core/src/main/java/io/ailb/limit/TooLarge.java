package io.ailb.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From which size on requests were refused as larger than a whole limit: no time mends that, so
 * that nobody needs to ask again. It is believed for a while only, as accounts get other limits
 * without a word, and no longer once a larger limit is stated. Changed under the lock of its owner,
 * read without.
 */
final class TooLarge {
  private static final long BELIEVED = Duration.ofHours(1).toNanos();

  private final Map<Quota, Long> configured = new EnumMap<>(Quota.class);
  private final Map<Quota, Long> announced = new EnumMap<>(Quota.class);

  /** One of a kind of limit at most; never changed, only replaced. */
  private volatile List<Refusal> refusals = List.of();

  private record Refusal(Quota quota, long units, long until) {}

  /** So much is configured; null = nothing, which is more than anything. */
  void configured(Quota quota, @Nullable Long limit) {
    stated(configured, quota, limit == null ? Long.MAX_VALUE : limit);
  }

  void announced(Quota quota, long limit) {
    stated(announced, quota, limit);
  }

  private void stated(Map<Quota, Long> before, Quota quota, long limit) {
    Long known = before.put(quota, limit);
    if (known == null || limit > known) {
      refusals = without(quota);
    }
  }

  private List<Refusal> without(Quota quota) {
    List<Refusal> others = new ArrayList<>(refusals);
    others.removeIf(refusal -> refusal.quota == quota);
    return List.copyOf(others);
  }

  /** Its provider says that so much is more than the whole limit. */
  void refused(Quota quota, long units, long now) {
    List<Refusal> more = new ArrayList<>(without(quota));
    long least = smallest(quota, units, now);
    more.add(new Refusal(quota, least, now + BELIEVED));
    refusals = List.copyOf(more);
  }

  private long smallest(Quota quota, long units, long now) {
    long smallest = units;
    for (Refusal refusal : refusals) {
      if (refusal.quota == quota && refusal.until > now) {
        smallest = Math.min(smallest, refusal.units);
      }
    }
    return smallest;
  }

  /** Whether nothing was refused: quickly said, as nearly always nothing was. */
  boolean isEmpty() {
    return refusals.isEmpty();
  }

  /** The limit that {@code demand} is larger than; null = none, as far as is known. */
  @Nullable Quota than(Demand demand, long now) {
    for (Refusal refusal : refusals) {
      if (refusal.until > now && refusal.quota.unitsOf(demand) >= refusal.units) {
        return refusal.quota;
      }
    }
    return null;
  }
}
