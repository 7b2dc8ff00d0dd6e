package io.ailb.select;

import io.ailb.limit.LimitSettings;
import io.ailb.model.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with how much of it may be used.
 *
 * @param enabled false = known, but takes nothing
 * @param concurrency calls under way at once; null = any number
 * @param disabledBecause words for people, where not {@code enabled}
 */
public record MemberSettings(
    Endpoint endpoint,
    LimitSettings limits,
    @Nullable Integer concurrency,
    boolean enabled,
    @Nullable String disabledBecause) {}
