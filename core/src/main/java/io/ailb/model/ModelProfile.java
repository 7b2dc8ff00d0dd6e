package io.ailb.model;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a model at an endpoint before anything was asked there.
 *
 * @param contextWindow tokens; null = not known
 * @param maxOutput tokens of one answer; null = not known
 * @param price {@link Price#UNKNOWN} where nothing is known
 */
public record ModelProfile(
    Capabilities capabilities,
    @Nullable Long contextWindow,
    @Nullable Long maxOutput,
    Price price) {}
