package io.ailb.limit;

import io.ailb.model.AiCall;

/**
 * How many bytes of a prompt make a token of one model, from answers that say how many tokens their
 * prompts were: what languages and tokenisers differ in, without tokenising. Thread-safe.
 */
public final class BytesPerToken extends Estimate {
  /** How much one more prompt moves it, as with the output's estimate (selection, section 2). */
  private static final double GAIN = 0.03;

  /** A prompt of fewer bytes is mostly the JSON around it, and counts for less in proportion. */
  private static final double FULL_WEIGHT = 4_000;

  /**
   * Outside of these bounds, bytes a token, something else was counted than the text at hand: a
   * conversation that the provider keeps, say.
   */
  public static final double LEAST = 1;

  private static final double MOST = 16;

  private double seen; // while that is little

  /** Nothing has told anything yet. */
  public BytesPerToken() {
    super(AiCall.BYTES_PER_TOKEN);
  }

  /** The first guess, until it is known better. */
  public double now() {
    return get();
  }

  /** Whether any prompt has told something. */
  public boolean isLearned() {
    return get() != AiCall.BYTES_PER_TOKEN;
  }

  /** A prompt of so many bytes, all of them text, was so many tokens. */
  public void learn(long bytes, long tokens) {
    double before = get();
    double found = (double) bytes / Math.max(1, tokens);
    if (found < LEAST || found > MOST) {
      return;
    }
    double weight = bytes >= FULL_WEIGHT ? 1 : bytes / FULL_WEIGHT;
    set(before + gain(weight) * weight * (found - before));
  }

  /** The first guess counts as one prompt of full weight: the first ones are averaged with it. */
  private double gain(double weight) {
    double all = 1 + seen + weight;
    if (all * GAIN >= 1) {
      return GAIN;
    }
    seen += weight;
    return Math.max(GAIN, 1 / all);
  }
}
