package io.ailb.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait for what. null = as long as the application's own client does.
 *
 * @param connect for a connection
 * @param headers for the status line
 * @param firstToken for the first content of a stream; null = worked out from what the endpoint
 *     usually takes
 * @param idle without any byte
 * @param contentIdle without content: pings do not count
 * @param attempt for one try, from sending to its end
 * @param total for the request, all tries and waits together
 */
public record TimeoutSettings(
    @Nullable Duration connect,
    @Nullable Duration headers,
    @Nullable Duration firstToken,
    @Nullable Duration idle,
    @Nullable Duration contentIdle,
    @Nullable Duration attempt,
    @Nullable Duration total) {

  /** What {@code docs/configuration.md} states. */
  public static final TimeoutSettings DEFAULTS =
      new TimeoutSettings(
          null,
          Duration.ofSeconds(60),
          null,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          null,
          null);
}
