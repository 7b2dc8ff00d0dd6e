package io.ailb.observe;

import io.ailb.model.EndpointState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint stands otherwise than before.
 *
 * @param reason a few words for people; may be empty
 * @param lasts how long it will, as far as known
 */
public record EndpointChanged(
    String pool,
    String endpoint,
    EndpointState before,
    EndpointState after,
    String reason,
    @Nullable Duration lasts) {}
