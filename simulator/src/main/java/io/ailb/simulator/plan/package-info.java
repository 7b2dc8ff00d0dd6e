/**
 * What will happen to one request, as data. A {@link io.ailb.simulator.plan.Plan} is a list of
 * {@link io.ailb.simulator.plan.Step}s: wait, send the head, send an event, hang up. It is made
 * from an answer and the endpoint's {@link io.ailb.simulator.plan.Latency}; a fault is an edit of
 * it; the room {@code wire} plays it.
 */
@NullMarked
package io.ailb.simulator.plan;

import org.jspecify.annotations.NullMarked;
