/** What {@code java -jar ai-lb.jar} does. Loaded by the agent's loader, in a JVM of its own. */
@NullMarked
package io.ailb.agent.command;

import org.jspecify.annotations.NullMarked;
