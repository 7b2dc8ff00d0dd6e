package io.ailb.translate.neutral;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen, and where to stop. What is null was not said.
 *
 * @param stop texts before which the answer ends; empty = none
 * @param logprobs whether the answer is to tell the chances of its tokens
 * @param topLogprobs alternatives to tell of each token
 * @param choices answers beside each other, 1 unless said otherwise
 */
public record Sampling(
    @Nullable BigDecimal temperature,
    @Nullable BigDecimal topP,
    @Nullable BigDecimal topK,
    @Nullable BigInteger seed,
    @Nullable BigDecimal presencePenalty,
    @Nullable BigDecimal frequencyPenalty,
    List<String> stop,
    boolean logprobs,
    @Nullable Integer topLogprobs,
    int choices) {
  /** Nothing was said. */
  public static final Sampling NONE =
      new Sampling(null, null, null, null, null, null, List.of(), false, null, 1);

  public Sampling {
    stop = List.copyOf(stop);
  }
}
