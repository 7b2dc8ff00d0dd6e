package io.ailb.okhttp;

import io.ailb.model.WireRequest.Credential;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Rides on a request as its tag: where it may go, and with which key. The key is not in the
 * request's headers, where the application's own interceptors and its log would see it, and where
 * openai-java would take it off, as the request's origin is not that of its call.
 */
final class Destination {
  private final HttpUrl url;
  private final @Nullable Credential credential;

  Destination(HttpUrl url, @Nullable Credential credential) {
    this.url = url;
    this.credential = credential;
  }

  @Nullable Credential credential() {
    return credential;
  }

  boolean isAt(HttpUrl other) {
    return url.scheme().equals(other.scheme())
        && url.host().equals(other.host())
        && url.port() == other.port();
  }

  /** Tags are printed with their request. */
  @Override
  public String toString() {
    return "ai-lb";
  }
}
