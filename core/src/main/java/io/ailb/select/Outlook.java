package io.ailb.select;

/**
 * When a request that found no place may find one. Instants of the ticker, or {@link
 * Obstacle#UNKNOWN} if it may be any moment, {@link Obstacle#NEVER} if nothing but somebody's
 * action helps.
 *
 * @param place where it has not failed yet
 * @param retry where it has failed and may try again
 * @param firm whether it cannot be sooner: a limit frees up early where less is used than expected
 */
public record Outlook(long place, long retry, boolean firm) {}
