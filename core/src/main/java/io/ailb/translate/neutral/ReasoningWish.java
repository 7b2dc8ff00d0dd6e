package io.ailb.translate.neutral;

import org.jspecify.annotations.Nullable;

/**
 * How much the model is to think, and how much of it to show.
 *
 * @param effort null = not said
 * @param budget tokens; null = not said
 * @param visible whether the caller wants to read it; null = not said
 * @param summary how much of it, in OpenAI's words, such as {@code auto}; null = not said
 * @param opaque whether the caller wants it back in a form that only its provider reads, to send it
 *     along with the next turn
 */
public record ReasoningWish(
    @Nullable Effort effort,
    @Nullable Long budget,
    @Nullable Boolean visible,
    @Nullable String summary,
    boolean opaque) {
  /** Nothing was said. */
  public static final ReasoningWish NONE = new ReasoningWish(null, null, null, null);

  public ReasoningWish(
      @Nullable Effort effort,
      @Nullable Long budget,
      @Nullable Boolean visible,
      @Nullable String summary) {
    this(effort, budget, visible, summary, false);
  }

  /** In rising order. */
  public enum Effort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX;

    private static final long LOW_UP_TO = 2_048;
    private static final long MEDIUM_UP_TO = 12_288;

    /** What a number of tokens to think in, more than 0, amounts to (translation, section 3.8). */
    public static Effort ofBudget(long tokens) {
      if (tokens <= LOW_UP_TO) {
        return LOW;
      }
      return tokens <= MEDIUM_UP_TO ? MEDIUM : HIGH;
    }
  }
}
