package io.ailb.select;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import java.util.List;

/**
 * Endpoints that stand in for each other, and how one of them is chosen.
 *
 * @param translates whether endpoints of other dialects than the caller's are used
 */
public record PoolSettings(
    String name,
    List<MemberSettings> members,
    Routing routing,
    BreakerSettings breaker,
    CooldownSettings cooldown,
    QueueSettings queue,
    boolean translates) {

  /** The same of other endpoints. */
  public PoolSettings with(List<MemberSettings> others) {
    return new PoolSettings(name, others, routing, breaker, cooldown, queue, translates);
  }
}
