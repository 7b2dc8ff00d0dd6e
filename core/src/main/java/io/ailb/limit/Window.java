package io.ailb.limit;

import java.time.Duration;

/** Counts units against one limit over a stretch of time. Guarded by the lock of its owner. */
interface Window {
  /**
   * So long a request is on its way at most, with its connection; providers count at its arrival.
   * What an answer takes longer to begin is thinking, and would count for too long.
   */
  long TRAVEL = Duration.ofSeconds(5).toNanos();

  long limit();

  /** Takes over a new limit; what was counted stays. */
  void limit(long limit);

  /** Units counted now. */
  long used(long now);

  /** Counts {@code units}, which may be negative, for a request that is counted at {@code at}. */
  void count(long units, long at, long now);

  /** How long after it is sent a request is counted while nobody knows when it arrived. */
  long provision();

  /**
   * When {@code units} more fit: {@code now} if at once. A request larger than the whole limit is
   * let through alone, so that its provider can say so, instead of waiting for ever.
   */
  long freeAt(long units, long now);
}
