/**
 * Reads LiteLLM's {@code config.yaml} and writes ours: {@link io.ailb.agent.litellm.Conversion}.
 * Values that may be keys go into no output. For one thread, in the agent's loader.
 */
@NullMarked
package io.ailb.agent.litellm;

import org.jspecify.annotations.NullMarked;
