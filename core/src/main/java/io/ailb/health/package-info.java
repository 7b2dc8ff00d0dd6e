/**
 * How well an endpoint does: whether it may be used at all, and how fast it answers. Start at
 * {@link io.ailb.health.Breaker}, which closes an endpoint that fails and lets probes through
 * later; {@link io.ailb.health.Rest} is the pause that a provider asks for, which says nothing
 * about health; {@link io.ailb.health.Latency} keeps quantiles.
 */
@NullMarked
package io.ailb.health;

import org.jspecify.annotations.NullMarked;
