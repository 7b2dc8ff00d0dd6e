package io.ailb.limit;

/**
 * What one request is expected to take, beside itself.
 *
 * @param input tokens of the prompt, estimated
 * @param output tokens of the answer: the caller's bound, or an estimate
 */
public record Demand(long input, long output) {
  /** A request that takes no tokens. */
  public static final Demand NO_TOKENS = new Demand(0, 0);

  public Demand {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException("tokens cannot be negative: " + input + ", " + output);
    }
  }

  /** Both together. */
  public Demand plus(Demand other) {
    return new Demand(input + other.input, output + other.output);
  }

  /** Without {@code part}, which is part of it. */
  public Demand minus(Demand part) {
    return new Demand(input - part.input, output - part.output);
  }
}
