package io.ailb.limit;

import io.ailb.model.LimitReading;
import java.time.Duration;

/**
 * Counts units against one limit over a stretch of time. Changed under the lock of its owner. What
 * tells how it stands ({@link #used}, {@link #freeAt}, {@link #fits}, {@link #plenty}, {@link
 * #room}, {@link #capacity}, {@link #headroom}, {@link #isInformed}) changes nothing and always
 * ends, as it is also called without the lock, by one who finds out afterwards whether something
 * has changed meanwhile.
 */
interface Window {
  /**
   * So long a request is on its way at most, with its connection; providers count at its arrival.
   * What an answer takes longer to begin is thinking, and would count for too long.
   */
  long TRAVEL = Duration.ofSeconds(5).toNanos();

  long limit();

  /** Takes over a new limit; what was counted stays. */
  void limit(long limit, long now);

  /** Nobody configures it any more: what is announced holds alone. */
  default void unlimit(long now) {}

  /** Units counted now. */
  long used(long now);

  /** Counts {@code units}, which may be negative, for a request that is counted at {@code at}. */
  void count(long units, long at, long now);

  /** Counts {@code units} of a request at {@code to} that were counted at {@code from}. */
  default void move(long units, long from, long to, long now) {
    count(-units, from, now);
    count(units, to, now);
  }

  /** Whether a request counts where it is known to have arrived, else where it was sent. */
  default boolean countsArrivals() {
    return true;
  }

  /** How long after it is sent a request is counted while nobody knows when it arrived. */
  long provision();

  /**
   * When {@code units} more fit: {@code now} if at once. A request larger than the whole limit is
   * let through alone, so that its provider can say so, instead of waiting for ever.
   */
  long freeAt(long units, long now);

  /** Whether {@code units} more fit at once: that needs no search for the time when they do. */
  default boolean fits(long units, long now) {
    return freeAt(units, now) <= now;
  }

  /**
   * So many units fit now, and will at any later time until something is counted or learned; fewer
   * than do, where that is quicker to tell. May be negative.
   */
  double plenty(long now);

  /**
   * Units that are or come free until then at most, as far as is known: no more can be taken by
   * {@code until}, whoever asks.
   */
  double room(long until, long now);

  /** The share of the limit that is free, 0 to 1. */
  default double capacity(long now) {
    return Math.max(0, 1 - (double) used(now) / limit());
  }

  /** How far it is from being the reason to go elsewhere, 0 to 1. */
  default double headroom(long now) {
    return capacity(now);
  }

  // What a limit can learn from. Most have nothing to learn.

  /** So much is sent now. */
  default void taken(long units, long now) {}

  /** The {@code order}th request did not use so much of what it took. */
  default void givenBack(long units, long order, long now) {}

  /**
   * An answer announces how the limit stands.
   *
   * @param after units that the provider counts after the request that it answers
   * @param upTo units that it had counted by then, that request included
   * @param order the how manieth request that was
   */
  default void heard(
      LimitReading reading, long after, long upTo, long order, long sentAt, long now) {}

  /** Whether somebody has configured just this limit, by the minute. */
  default boolean isConfiguredAs(long limit) {
    return false;
  }

  /** Whether somebody else than the configuration tells of it. */
  default boolean isKnownOtherwise(long now) {
    return isInformed(now);
  }

  /** Whether answers announce how it stands. */
  default boolean isInformed(long now) {
    return false;
  }

  /** A request that was sent at {@code sentAt} was refused for one of the account's limits. */
  default void refused(long sentAt, int underWay, long now) {}

  /** A request was answered. */
  default void answered(long now) {}

  /**
   * Somebody waits for this limit and finds no other place.
   *
   * @param units that would be taken
   * @return when it is worth saying so again; {@code Long.MAX_VALUE} if never
   */
  default long explore(long units, long now) {
    return Long.MAX_VALUE;
  }
}
