package io.ailb.okhttp;

import io.ailb.model.WireRequest;
import io.ailb.model.WireRequest.Credential;
import okhttp3.Headers;
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

  private final int readTimeoutMillis;

  /** It is on its way, and no word came back. */
  private volatile boolean unanswered;

  private final Interrupts interrupts;

  private Destination(
      HttpUrl url, @Nullable Credential credential, int readTimeoutMillis, Interrupts interrupts) {
    this.url = url;
    this.credential = credential;
    this.readTimeoutMillis = readTimeoutMillis;
    this.interrupts = interrupts;
  }

  /**
   * Of a request.
   *
   * @param readTimeoutMillis the client's own, which holds from the head on
   * @param interrupts looks at who waits for its answer
   * @throws IllegalArgumentException if OkHttp cannot send the key; its own says the key
   */
  static Destination of(WireRequest wire, int readTimeoutMillis, Interrupts interrupts) {
    Credential credential = wire.credential();
    if (credential != null && !isSendable(credential)) {
      throw new IllegalArgumentException("the header of the key cannot be written");
    }
    return new Destination(Addresses.of(wire.url()), credential, readTimeoutMillis, interrupts);
  }

  private static boolean isSendable(Credential credential) {
    if (Wire.isName(credential.name()) && Wire.isValue(credential.value())) {
      return true;
    }
    try { // what else this version takes
      new Headers.Builder().add(credential.name(), credential.value());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  int readTimeoutMillis() {
    return readTimeoutMillis;
  }

  Interrupts interrupts() {
    return interrupts;
  }

  void sent() {
    unanswered = true;
  }

  void answered() {
    unanswered = false;
  }

  /** Whether the provider may be at work on it; sent again by OkHttp, it would be at it twice. */
  boolean isUnanswered() {
    return unanswered;
  }

  HttpUrl url() {
    return url;
  }

  @Nullable Credential credential() {
    return credential;
  }

  /** Whether OkHttp's own rule, for redirects, keeps the credential from another host. */
  boolean isSafeInHeaders() {
    return credential == null || credential.name().equalsIgnoreCase("authorization");
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
