package io.ailb.select;

import io.ailb.limit.BudgetSettings;
import java.time.Duration;
import java.util.Set;

/**
 * How one of several endpoints is chosen.
 *
 * @param factors how much each consideration of the strategy counts
 * @param choices how many endpoints of a tier are looked at for one choice
 * @param budget what all calls of the pool may cost
 * @param requireTags that an endpoint must have for every request
 * @param patience how long a tier is waited for that rests and said when it is back
 * @param affinity what keeps the requests of a conversation together
 */
public record Routing(
    Strategy strategy,
    Factors factors,
    Choices choices,
    BudgetSettings budget,
    Set<String> requireTags,
    Duration patience,
    AffinitySettings affinity) {
  /** As without any configuration. */
  public static final Routing DEFAULTS = by(Strategy.ADAPTIVE);

  /** The usual one but for the strategy. */
  public static Routing by(Strategy strategy) {
    return new Routing(
        strategy,
        Factors.DEFAULTS,
        Choices.AUTO,
        BudgetSettings.NONE,
        Set.of(),
        Duration.ofSeconds(3),
        AffinitySettings.DEFAULTS);
  }
}
