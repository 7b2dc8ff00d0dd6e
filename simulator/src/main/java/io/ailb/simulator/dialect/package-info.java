/**
 * What the providers say. Start at {@link io.ailb.simulator.dialect.Dialect}: it finds the {@link
 * io.ailb.simulator.dialect.Operation} a request is for. The operation reads the request into an
 * {@link io.ailb.simulator.dialect.Ask} of no dialect, {@code Reply} makes up what to say, the same
 * operation writes that as an {@link io.ailb.simulator.dialect.Answer} in its own shapes. One file
 * an operation, and one for the errors and rate-limit headers of each provider. Nothing here knows
 * a socket, a clock or a fault; everything is a function of the endpoint's name and the request.
 */
@NullMarked
package io.ailb.simulator.dialect;

import org.jspecify.annotations.NullMarked;
