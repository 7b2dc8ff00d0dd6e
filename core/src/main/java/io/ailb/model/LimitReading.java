package io.ailb.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's headers say of one of its limits; null = not said.
 *
 * @param limit units per window
 * @param remaining units left, perhaps rounded
 * @param reset until all of the limit is there again
 */
public record LimitReading(
    Unit unit, @Nullable Long limit, @Nullable Long remaining, @Nullable Duration reset) {
  /** What is counted. */
  public enum Unit {
    REQUESTS,
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS
  }
}
