package io.ailb.outbound;

import io.ailb.model.AiCall;
import io.ailb.model.Auth;
import io.ailb.model.CallBody;
import io.ailb.model.Endpoint;
import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest.Credential;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as the application made it.
 *
 * @param path without the query
 * @param query as written, without the question mark; null = none
 * @param withheld lower-case names of header fields that stay here, beside the usual ones: those in
 *     which endpoints of the pool carry their keys, and that which names a conversation to us
 */
public record Caller(
    AiCall call,
    String method,
    String path,
    @Nullable String query,
    HttpFields headers,
    Set<String> withheld,
    CallBody body) {

  /** Where a caller's credential may stand; the first of them is the one that counts. */
  private static final List<String> FIELDS =
      List.of(
          "authorization", "x-api-key", "api-key", "x-goog-api-key", "ocp-apim-subscription-key");

  /** A shorter text may stand anywhere without being the key. */
  private static final int SHORTEST_KEY = 8;

  /** The same request with another body, in which the model is the right one already. */
  public Caller with(ByteBuffer text, String model) {
    HttpFields plain = headers.toBuilder().remove("content-encoding").build();
    CallBody edited = new CallBody(text, model, -1, -1, text);
    return new Caller(call, method, path, query, plain, withheld, edited);
  }

  /** The caller's own credential; null if it sends none. */
  @Nullable Credential credential() {
    for (String name : FIELDS) {
      String value = headers.first(name);
      if (value != null) {
        return new Credential(name, value);
      }
    }
    return null;
  }

  /**
   * The caller's key, which must not reach {@code endpoint} wherever else it may stand; null if
   * there is none, or if it is meant for that endpoint.
   */
  @Nullable String secretFrom(Endpoint endpoint) {
    Credential own = endpoint.auth().scheme() == Auth.Scheme.PASSTHROUGH ? null : credential();
    if (own == null) {
      return null;
    }
    String key = own.value().substring(own.value().lastIndexOf(' ') + 1); // after "Bearer"
    return key.length() < SHORTEST_KEY ? null : key;
  }
}
