package io.ailb.agent.apache5.classic;

import io.ailb.agent.apache5.Wire;
import io.ailb.model.WireRequest;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * One try, without its key. Its class tells that the request has been balanced: whoever meets one
 * leaves it alone, also another copy of ours, which knows it by name.
 */
final class AttemptRequest extends HttpUriRequestBase {
  private static final long serialVersionUID = 1;

  AttemptRequest(WireRequest wire) {
    super(wire.method(), URI.create(wire.url()));
    setHeaders(Wire.headers(wire.headers()));
    setEntity(new Parts(wire));
  }

  /** Whether a request is a try of somebody's. */
  static boolean is(ClassicHttpRequest request) {
    return request.getClass().getName().equals(AttemptRequest.class.getName());
  }
}
