package io.ailb.simulator.plan;

import java.util.Map;

/** One thing that happens to one request. */
public sealed interface Step {

  /**
   * Time passes.
   *
   * @param millis {@link #FOREVER} waits until the client leaves
   * @param ping what to send meanwhile; empty sends nothing
   * @param pingMillis the time between two pings, the first comes after one
   */
  record Pause(long millis, String ping, long pingMillis) implements Step {

    /** A year, which no client waits. */
    public static final long FOREVER = 365L * 24 * 60 * 60 * 1000;

    /** Waits and sends nothing. */
    public static Pause of(long millis) {
      return new Pause(millis, "", 0);
    }
  }

  /**
   * Status and headers are sent.
   *
   * @param sized whether the body's length is declared; otherwise it is chunked
   */
  record Head(int status, Map<String, String> headers, boolean sized) implements Step {}

  /**
   * Bytes of the body are sent.
   *
   * @param content whether they are a piece of what the model says
   * @param terminal whether they tell that the answer is complete
   */
  record Send(String text, boolean content, boolean terminal) implements Step {}

  /** From here on, the connection is reset as soon as that many bytes of the body are sent. */
  record Fuse(long bytes) implements Step {}

  /** The connection is reset; over HTTP/2 only this stream is. */
  record Reset() implements Step {}

  /** The answer ends as HTTP wants it to. */
  record End() implements Step {}
}
