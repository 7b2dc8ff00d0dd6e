package io.ailb.flow;

/**
 * How long the application itself is ready to wait, from now on.
 *
 * @param totalNanos until the end of the answer; {@link Long#MAX_VALUE} = no bound
 * @param headNanos until the answer begins; {@link Long#MAX_VALUE} = no bound of its own
 * @param batch whether it is one of a batch: it stands behind those for whom somebody waits, and
 *     waits for a place without end, whatever the pool's {@code queue.maxWait}
 */
public record CallerTime(long totalNanos, long headNanos, boolean batch) {
  /** It waits as long as it takes. */
  public static final CallerTime UNBOUNDED = new CallerTime(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Nobody waits for it: it is done when there is room. */
  public static final CallerTime BATCH = new CallerTime(Long.MAX_VALUE, Long.MAX_VALUE, true);

  /** With somebody who waits. */
  public CallerTime(long totalNanos, long headNanos) {
    this(totalNanos, headNanos, false);
  }

  /** A bound on the whole call, as OkHttp's call timeout. */
  public static CallerTime total(long nanos) {
    return new CallerTime(nanos, Long.MAX_VALUE);
  }

  /** A bound on the answer's beginning, as java.net.http's request timeout. */
  public static CallerTime head(long nanos) {
    return new CallerTime(Long.MAX_VALUE, nanos);
  }
}
