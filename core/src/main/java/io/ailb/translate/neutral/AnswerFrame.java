package io.ailb.translate.neutral;

import org.jspecify.annotations.Nullable;

/**
 * What a writer has to know of the request that it writes the answer to.
 *
 * @param request as the caller made it
 * @param model the name to give where the provider gave none
 * @param now seconds since 1970, for answers that do not say when they were made
 * @param framing how a stream travels: as events, or as the elements of an array
 */
public record AnswerFrame(ChatRequest request, @Nullable String model, long now, Framing framing) {
  /** How a stream travels. */
  public enum Framing {
    EVENTS,
    /** Gemini's stream for who did not ask for {@code alt=sse}. */
    ARRAY
  }
}
