package io.ailb.select;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.BudgetSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that stand in for each other, and how one of them is chosen.
 *
 * @param factors how much each consideration of the strategy counts
 * @param choices how many endpoints of a tier are looked at for one choice
 * @param budget what all its calls may cost
 * @param requireTags that an endpoint must have for every request
 * @param patience how long a tier is waited for that rests and said when it is back
 * @param maxWait how long a request may wait for a place; null = without end
 * @param maxQueued requests that may wait at once
 * @param translates whether endpoints of other dialects than the caller's are used
 * @param affinity what keeps the requests of a conversation together
 */
public record PoolSettings(
    String name,
    List<MemberSettings> members,
    Strategy strategy,
    Factors factors,
    Choices choices,
    BudgetSettings budget,
    Set<String> requireTags,
    BreakerSettings breaker,
    CooldownSettings cooldown,
    Duration patience,
    @Nullable Duration maxWait,
    int maxQueued,
    boolean translates,
    AffinitySettings affinity) {

  /** The same with the usual affinity. */
  public PoolSettings(
      String name,
      List<MemberSettings> members,
      Strategy strategy,
      Factors factors,
      Choices choices,
      BudgetSettings budget,
      Set<String> requireTags,
      BreakerSettings breaker,
      CooldownSettings cooldown,
      Duration patience,
      @Nullable Duration maxWait,
      int maxQueued,
      boolean translates) {
    this(
        name,
        members,
        strategy,
        factors,
        choices,
        budget,
        requireTags,
        breaker,
        cooldown,
        patience,
        maxWait,
        maxQueued,
        translates,
        AffinitySettings.DEFAULTS);
  }
}
