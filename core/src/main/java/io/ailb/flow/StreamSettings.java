package io.ailb.flow;

/**
 * What becomes of streams that break.
 *
 * @param bufferLimit bytes that {@link Recovery#BUFFER} holds back at most, and characters of a
 *     text that {@link Recovery#RESUME} goes on with
 * @param release whether a stream that is larger is passed on from there; else it is an error
 */
public record StreamSettings(Recovery recovery, long bufferLimit, boolean release) {
  /** What {@code docs/configuration.md} states. */
  public static final StreamSettings DEFAULTS =
      new StreamSettings(Recovery.ERROR, 8_000_000, false);

  /** What happens when a stream breaks after its beginning. */
  public enum Recovery {
    /** Before its first content another endpoint takes over; later the application is told. */
    ERROR,
    /** All of it is held back, so that another endpoint can take over until its end. */
    BUFFER,
    /** As {@link #ERROR}, but another endpoint goes on with a text where it broke off. */
    RESUME,
    /** Never another endpoint: what came is passed on as it came, and the break is a break. */
    NONE
  }
}
