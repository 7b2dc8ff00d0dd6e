package io.ailb;

import io.ailb.expose.EndpointView;
import io.ailb.expose.Percent;
import io.ailb.expose.PoolView;
import io.ailb.select.Member;
import io.ailb.select.Pool;
import java.util.ArrayList;
import java.util.List;

/** A pool as those see it who watch. */
record PoolGauges(Pool pool, List<EndpointView> endpoints) implements PoolView {
  PoolGauges(Pool pool, Surroundings around) {
    this(pool, endpoints(pool, around));
  }

  private static List<EndpointView> endpoints(Pool pool, Surroundings around) {
    List<EndpointView> endpoints = new ArrayList<>();
    for (Member member : pool.members()) {
      endpoints.add(new EndpointGauges(member, around));
    }
    return List.copyOf(endpoints);
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
