/**
 * Where the JVM enters the agent. These few classes are the only ones of the agent's jar that the
 * system loader sees; all others are loaded by {@link io.ailb.agent.AgentLoader}, in which
 *
 * <ul>
 *   <li>{@code install} starts the agent and weaves its calls into the clients,
 *   <li>{@code log} writes the agent's log,
 *   <li>{@code command} is the command line,
 * </ul>
 *
 * and what depends on a client of the application, {@code okhttp} so far, by a loader of its own
 * for each loader of the application that has the client.
 */
@NullMarked
package io.ailb.agent;

import org.jspecify.annotations.NullMarked;
