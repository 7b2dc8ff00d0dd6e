package io.ailb.jdkhttp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The application's own request, but for its body, which may have been read and cannot be again.
 */
final class Untouched extends HttpRequest {
  private final HttpRequest original;
  private final @Nullable BodyPublisher body;

  Untouched(HttpRequest original, @Nullable BodyPublisher body) {
    this.original = original;
    this.body = body;
  }

  /** Whether a request was looked at by somebody, who found it not to be theirs. */
  static boolean is(HttpRequest request) {
    return request.getClass().getName().equals(Untouched.class.getName());
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return Optional.ofNullable(body);
  }

  @Override
  public String method() {
    return original.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return original.timeout();
  }

  @Override
  public boolean expectContinue() {
    return original.expectContinue();
  }

  @Override
  public URI uri() {
    return original.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return original.version();
  }

  @Override
  public HttpHeaders headers() {
    return original.headers();
  }

  @Override
  public String toString() {
    return original.toString();
  }
}
