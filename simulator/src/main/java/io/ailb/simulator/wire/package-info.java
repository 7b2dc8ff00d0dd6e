/**
 * The sockets. {@link io.ailb.simulator.wire.LineServer} is a MockWebServer whose connections are
 * {@link io.ailb.simulator.wire.Line}s: sockets that notice a client who leaves while nothing is
 * sent, and that can hang up with a TCP reset. A {@link io.ailb.simulator.wire.Player} plays a plan
 * to one client. Only this room and the one above it see OkHttp.
 */
@NullMarked
package io.ailb.simulator.wire;

import org.jspecify.annotations.NullMarked;
