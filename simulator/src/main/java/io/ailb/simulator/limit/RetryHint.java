package io.ailb.simulator.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When to come back, in the two forms providers use.
 *
 * @param seconds for {@code retry-after}, or null to leave it out
 * @param millis for {@code retry-after-ms}, or null to leave it out
 */
public record RetryHint(@Nullable Long seconds, @Nullable Long millis) {

  /** Says nothing. */
  public static final RetryHint NONE = new RetryHint(null, null);

  /** Both forms; seconds are rounded up, so that who waits that long is never early. */
  public static RetryHint of(Duration wait) {
    long millis = wait.plusNanos(999_999).toMillis();
    return new RetryHint((millis + 999) / 1000, millis);
  }

  /** The finer of the two, or null when nothing is said. */
  public @Nullable Duration delay() {
    if (millis != null) {
      return Duration.ofMillis(millis);
    }
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }
}
