package io.ailb.agent.trial;

/**
 * How fast providers answer.
 *
 * @param firstTokenSeconds until an answer begins, as a median
 * @param tokensPerSecond at which it goes on
 */
public record Speed(double firstTokenSeconds, double tokensPerSecond) {}
