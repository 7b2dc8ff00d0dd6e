/**
 * Applications to run under the agent, in JVMs of their own: they know nothing of ai-lb but its
 * answers' headers, have no test framework on their class path, and say what they see on standard
 * output, a line a fact.
 */
package io.ailb.agent.app;
