/**
 * The agent's log: {@link io.ailb.agent.log.AgentLog} writes lines of its own to the application's
 * standard error or a file, as the application's logging is neither ours nor there yet; {@link
 * io.ailb.agent.log.AgentLogProvider} lets the core, which logs through slf4j, write there, too.
 * Loaded by the agent's loader.
 */
@NullMarked
package io.ailb.agent.log;

import org.jspecify.annotations.NullMarked;
