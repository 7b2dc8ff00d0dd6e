package io.ailb.select;

import java.time.Duration;

/**
 * What keeps the requests of a conversation at one endpoint, where the provider's prompt cache is
 * warm.
 *
 * @param header the field that names a conversation, for {@link By#HEADER} and {@link By#AUTO}
 * @param ttl for how long after its last request a conversation goes on where it was; then it
 *     begins anew
 * @param maxLoad how much more than its share of the calls under way an endpoint may carry for it,
 *     1 or more
 * @param maxEntries conversations remembered; the others go where they would begin
 */
public record AffinitySettings(By by, String header, Duration ttl, double maxLoad, int maxEntries) {
  /** As without any configuration. */
  public static final AffinitySettings DEFAULTS =
      new AffinitySettings(By.AUTO, "x-ai-lb-affinity", Duration.ofMinutes(5), 1.25, 10_000);

  /** By what the requests of a conversation are known. */
  public enum By {
    /** Nothing. */
    NONE,
    /** The field of the request that is there for it. */
    HEADER,
    /** The caller's own user. */
    USER,
    /** How the prompt begins. */
    PROMPT_PREFIX,
    /** The field, else what the caller tells the provider for the sake of its cache. */
    AUTO
  }
}
