package io.ailb.model;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as an adapter has to send it.
 *
 * @param url absolute, with its query; holds no key
 * @param headers everything but the credential; no length, which follows from the body
 * @param credential the key's own field, kept apart so that it can be added as late as the client
 *     allows and nobody on the way sees it; null = none
 * @param body its parts in order, read-only in meaning: an adapter duplicates before it reads
 */
public record WireRequest(
    String method,
    String url,
    HttpFields headers,
    @Nullable Credential credential,
    List<ByteBuffer> body) {

  /** Bytes in all parts. */
  public long length() {
    long length = 0;
    for (ByteBuffer part : body) {
      length += part.remaining();
    }
    return length;
  }

  /** A header field that holds a key. It does not print. */
  public record Credential(String name, String value) {
    @Override
    public String toString() {
      return name + ": ***";
    }
  }
}
