package io.ailb.translate.neutral;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The prompt up to and including this part is worth caching.
 *
 * @param ttl how long; null = the provider's default
 */
public record CacheMark(@Nullable Duration ttl) {}
