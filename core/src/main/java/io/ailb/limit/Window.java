package io.ailb.limit;

/** Counts units against one limit over a stretch of time. Guarded by the lock of its owner. */
interface Window {
  long limit();

  /** Takes over a new limit; what was counted stays. */
  void limit(long limit);

  /** Units counted now. */
  long used(long now);

  /** Counts {@code units}, which may be negative, for a request sent at {@code sentAt}. */
  void count(long units, long sentAt, long now);

  /**
   * When {@code units} more fit: {@code now} if at once. A request larger than the whole limit is
   * let through alone, so that its provider can say so, instead of waiting for ever.
   */
  long freeAt(long units, long now);
}
