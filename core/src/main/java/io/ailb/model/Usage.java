package io.ailb.model;

/**
 * Tokens that a provider reports for one answer; -1 where it said nothing. Totals follow one
 * arithmetic whatever the dialect: {@code input} includes what was read from and written to a
 * cache, {@code output} includes reasoning.
 *
 * @param input all tokens of the request
 * @param output all tokens of the answer
 * @param cachedInput the part of {@code input} that was read from the provider's prompt cache
 * @param cacheWrite the part of {@code input} that was written to it
 * @param reasoning the part of {@code output} that was reasoning
 */
public record Usage(long input, long output, long cachedInput, long cacheWrite, long reasoning) {
  public static final long UNKNOWN = -1;

  /** Nothing was reported. */
  public static final Usage NONE = new Usage(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

  /** It used nothing. */
  public static final Usage NOTHING = new Usage(0, 0, 0, 0, 0);

  /** The same of an answer that broke off: what was reported of its output says little. */
  public Usage withoutOutput() {
    return new Usage(input, UNKNOWN, cachedInput, cacheWrite, UNKNOWN);
  }

  public boolean isKnown() {
    return input != UNKNOWN || output != UNKNOWN;
  }

  /** {@link #input}, or 0 where unknown. */
  public long inputOrZero() {
    return Math.max(0, input);
  }

  /** {@link #output}, or 0 where unknown. */
  public long outputOrZero() {
    return Math.max(0, output);
  }

  /** {@link #cachedInput}, or 0 where unknown. */
  public long cachedInputOrZero() {
    return Math.max(0, cachedInput);
  }
}
