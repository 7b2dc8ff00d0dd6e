package io.ailb.health;

import java.time.Duration;

/**
 * How long endpoints rest after a refusal.
 *
 * @param rateLimited where a pause ends that begins at 500 ms and doubles with each rate limit that
 *     names no time
 * @param unauthorized after a refused key, a missing permission or an unknown model
 * @param quotaExhausted after a spent balance that names no time
 * @param honourRetryAfter whether a time that the provider names counts
 * @param maxRetryAfter the longest such time that is believed
 */
public record CooldownSettings(
    Duration rateLimited,
    Duration unauthorized,
    Duration quotaExhausted,
    boolean honourRetryAfter,
    Duration maxRetryAfter) {

  /** What {@code docs/configuration.md} states. */
  public static final CooldownSettings DEFAULTS =
      new CooldownSettings(
          Duration.ofSeconds(20),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          true,
          Duration.ofHours(1));
}
