package io.ailb.agent.apache5.async;

import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Rides in the context of a try: how to end it once it is on a connection. The client's own future
 * may have forgotten that: its thread that has asked for a connection, and is slow, puts the end of
 * asking over the end of what has become of it since.
 */
final class Running {
  private static final String ATTRIBUTE = "ai-lb.running";

  // Guarded by this.
  private @Nullable AsyncClientExchangeHandler handler;
  private boolean over;

  /** That of a try of ours, if it is one. */
  static @Nullable Running of(HttpContext context) {
    return context.getAttribute(ATTRIBUTE) instanceof Running running ? running : null;
  }

  /** Lets it travel with a try. */
  void rideIn(HttpContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }

  /** The try is about to be written; whether it still may. */
  synchronized boolean begins(AsyncClientExchangeHandler newHandler) {
    handler = newHandler;
    return !over;
  }

  /** Nobody wants it any more. */
  void end() {
    AsyncClientExchangeHandler last;
    synchronized (this) {
      over = true;
      last = handler;
      handler = null;
    }
    if (last != null) {
      last.cancel();
    }
  }
}
