/**
 * What a configuration would do, tried out without a network and without keys: where one request
 * would go, and what becomes of many in virtual time. The engine is the real one; only providers
 * are made up. For one thread, in the agent's loader.
 */
@NullMarked
package io.ailb.agent.trial;

import org.jspecify.annotations.NullMarked;
