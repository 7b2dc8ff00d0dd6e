package io.ailb.model;

import org.jspecify.annotations.Nullable;

/**
 * What a configuration says of an endpoint's habits and abilities; where it is silent, what is
 * known of its host and model counts.
 *
 * @param profile whose habits it has, such as {@code groq}; null = guessed from its host
 * @param defaultMaxTokens sent to Anthropic for a caller that named no bound; null = not configured
 * @param maxOutput tokens of one answer; null = not configured
 * @param inputIncludesCache for Anthropic look-alikes: cached tokens are part of the input count
 */
public record Traits(
    @Nullable String profile,
    CapabilityChanges capabilities,
    @Nullable Long defaultMaxTokens,
    @Nullable Long maxOutput,
    boolean inputIncludesCache) {
  /** Nothing is said. */
  public static final Traits NONE = new Traits(null, CapabilityChanges.NONE, null, null, false);
}
