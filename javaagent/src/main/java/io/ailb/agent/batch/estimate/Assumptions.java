package io.ailb.agent.batch.estimate;

/**
 * What neither an input nor a configuration tells.
 *
 * @param outputTokens of an answer, or what its request allows where that is less
 * @param firstTokenSeconds until an answer begins, as a median
 * @param tokensPerSecond at which it goes on
 * @param concurrency so many items at once at most
 */
public record Assumptions(
    int outputTokens, double firstTokenSeconds, double tokensPerSecond, int concurrency) {
  /** As {@code simulate} has them. */
  public static final Assumptions USUAL = new Assumptions(300, 0.6, 80, 1_000);

  public Assumptions {
    if (outputTokens < 1 || concurrency < 1) {
      throw new IllegalArgumentException("answers have a token, and one item is under way");
    }
  }

  /** The same with answers of so many tokens. */
  public Assumptions outputTokens(int newOutputTokens) {
    return new Assumptions(newOutputTokens, firstTokenSeconds, tokensPerSecond, concurrency);
  }

  /** The same with so many items at once at most. */
  public Assumptions concurrency(int newConcurrency) {
    return new Assumptions(outputTokens, firstTokenSeconds, tokensPerSecond, newConcurrency);
  }
}
