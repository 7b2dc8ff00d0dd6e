package io.ailb.agent.batch;

/**
 * How much there is.
 *
 * @param items of the input; -1 = not known (yet)
 * @param done of them, by earlier runs
 */
public record Totals(long items, long done) {}
