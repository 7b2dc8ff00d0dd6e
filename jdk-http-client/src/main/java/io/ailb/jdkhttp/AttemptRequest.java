package io.ailb.jdkhttp;

import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One try, as the client gets it. Its class tells that the request has been balanced: whoever meets
 * one leaves it alone, also another copy of ours, which knows it by name. Core sets its times.
 */
final class AttemptRequest extends HttpRequest {
  /**
   * What the client writes at once, in bytes. Of a shorter body it would write each part alone, and
   * wake its selector's thread for each, which costs far more than to put them together.
   */
  private static final int ONE_WRITE = 16 * 1024;

  private final HttpRequest original;
  private final WireRequest wire;
  private final URI uri;
  private final HttpHeaders headers;

  AttemptRequest(HttpRequest original, WireRequest wire) {
    this.original = original;
    this.wire = wire;
    this.uri = URI.create(wire.url());
    this.headers = headers(wire);
  }

  /** Whether a request is a try of somebody's. */
  static boolean is(HttpRequest request) {
    return request.getClass().getName().equals(AttemptRequest.class.getName());
  }

  private static HttpHeaders headers(WireRequest wire) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    HttpFields fields = wire.headers();
    fields.forEach((name, value) -> map.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value));
    if (wire.credential() != null) {
      map.put(wire.credential().name(), List.of(wire.credential().value()));
    }
    return HttpHeaders.of(map, (name, value) -> true);
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    if (original.bodyPublisher().isEmpty()) {
      return Optional.empty();
    }
    List<ByteBuffer> parts = wire.body();
    if (parts.size() == 1) {
      return Optional.of(publisher(parts.get(0)));
    }
    int length = parts.stream().mapToInt(ByteBuffer::remaining).sum();
    return Optional.of(
        length <= ONE_WRITE
            ? BodyPublishers.ofByteArray(joined(parts, length))
            : BodyPublishers.concat(
                parts.stream().map(AttemptRequest::publisher).toArray(BodyPublisher[]::new)));
  }

  private static byte[] joined(List<ByteBuffer> parts, int length) {
    ByteBuffer all = ByteBuffer.allocate(length);
    parts.forEach(part -> all.put(part.duplicate()));
    return all.array();
  }

  private static BodyPublisher publisher(ByteBuffer part) {
    return BodyPublishers.ofByteArray(
        part.array(), part.arrayOffset() + part.position(), part.remaining());
  }

  @Override
  public String method() {
    return wire.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return Optional.empty();
  }

  @Override
  public boolean expectContinue() {
    return original.expectContinue();
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return original.version();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  /** Without its headers, of which one is the key. */
  @Override
  public String toString() {
    return wire.method() + " " + uri;
  }
}
