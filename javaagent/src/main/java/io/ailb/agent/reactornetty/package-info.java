/**
 * The agent's adapter for Reactor Netty's client. A request for a pool gets a connection that leads
 * nowhere but to us: {@link io.ailb.agent.reactornetty.PoolChannel}, a channel in memory. All above
 * it is the application's own client at work, with its hooks, timeouts, counting of references and
 * back pressure; below it the tries go out over real connections of the same client.
 */
@NullMarked
package io.ailb.agent.reactornetty;

import org.jspecify.annotations.NullMarked;
