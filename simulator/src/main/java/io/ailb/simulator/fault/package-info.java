/**
 * What goes wrong, and when. A {@link io.ailb.simulator.fault.Fault} either answers instead of the
 * provider or bends the provider's answer; a {@link io.ailb.simulator.fault.FaultRule} says which
 * requests it meets; a {@link io.ailb.simulator.fault.Script} is a list of rules of which the first
 * that applies wins. All of it is seeded: the same requests in the same order meet the same faults.
 */
@NullMarked
package io.ailb.simulator.fault;

import org.jspecify.annotations.NullMarked;
