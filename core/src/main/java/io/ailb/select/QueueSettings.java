package io.ailb.select;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How requests wait that find no place.
 *
 * @param maxWait how long at most; null = without end
 * @param maxSize requests that may wait at once
 */
public record QueueSettings(@Nullable Duration maxWait, int maxSize) {
  /** As without any configuration. */
  public static final QueueSettings DEFAULTS = new QueueSettings(Duration.ofSeconds(60), 1_000);
}
