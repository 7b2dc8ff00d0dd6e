package io.ailb.agent.trial;

/**
 * What callers ask for, and how fast providers answer: what a configuration does not tell.
 *
 * @param rps requests a second, which come at random instants
 * @param seconds for how long they come
 * @param inputTokens of a request, on average
 * @param outputTokens of an answer, on average
 * @param firstTokenSeconds until an answer begins, as a median
 * @param tokensPerSecond at which it goes on
 */
public record Load(
    double rps,
    double seconds,
    int inputTokens,
    int outputTokens,
    double firstTokenSeconds,
    double tokensPerSecond) {
  Speed speed() {
    return new Speed(firstTokenSeconds, tokensPerSecond);
  }
}
