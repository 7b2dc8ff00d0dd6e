package io.ailb;

import io.ailb.expose.EndpointView;
import io.ailb.expose.Percent;
import io.ailb.expose.PoolView;
import io.ailb.select.Pool;
import java.util.List;

/** A pool as those see it who watch. */
record PoolGauges(Pool pool, List<EndpointView> endpoints) implements PoolView {
  PoolGauges(Pool pool, Surroundings around) {
    this(
        pool,
        pool.members().stream()
            .<EndpointView>map(member -> new EndpointGauges(member, around))
            .toList());
  }

  @Override
  public String name() {
    return pool.settings().name();
  }

  @Override
  public String strategy() {
    return pool.settings().routing().strategy().id();
  }

  @Override
  public int queued() {
    return pool.queue().size();
  }

  @Override
  public double budgetUsedPercent() {
    return percent(pool.budgetUsed());
  }

  @Override
  public double affinityHitPercent() {
    return percent(pool.affinityHits());
  }

  private static double percent(double share) {
    return share < 0 ? -1 : Percent.of(share);
  }
}
