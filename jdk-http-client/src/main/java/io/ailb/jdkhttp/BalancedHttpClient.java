package io.ailb.jdkhttp;

import io.ailb.LoadBalancer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, with its LLM requests sent to the best endpoint of a pool, and on to
 * another when one is limited, sick or down. What is not an LLM request goes on untouched.
 *
 * <pre>{@code
 * HttpClient client = BalancedHttpClient.wrap(HttpClient.newHttpClient(), balancer);
 * }</pre>
 *
 * <p>Everything that the wrapped client was built with holds: executor, proxy, TLS, version,
 * connect timeout, cookies. A request's own timeout counts until its answer's head, over all tries
 * together; cancelling the future, or interrupting {@code send}, ends the try that is under way.
 * Two things differ: redirects of a pool's endpoints are not followed, as they would take its key
 * elsewhere, and a server's pushes are refused. Thread-safe.
 */
public final class BalancedHttpClient extends HttpClient {
  private final HttpClient client;
  private final Takeover takeover;

  private BalancedHttpClient(HttpClient client, LoadBalancer balancer) {
    this.client = client;
    this.takeover = new Takeover(client, balancer);
  }

  /**
   * The same client, balanced.
   *
   * @param client stays the caller's to close, on Java 21 and later also by closing this one
   * @param balancer stays the caller's to close
   */
  public static HttpClient wrap(HttpClient client, LoadBalancer balancer) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(balancer, "balancer");
    return new BalancedHttpClient(client, balancer);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> taken = takeover.send(request, handler);
    return taken == null ? client.send(request, handler) : Takeover.await(taken);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    CompletableFuture<HttpResponse<T>> taken = takeover.sendAsync(request, handler);
    return taken == null ? client.sendAsync(request, handler, pushes) : taken;
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  // Since Java 21; overrides there.

  /** As of the wrapped client; does nothing before Java 21. */
  public void shutdown() {
    Closing.shutdown(client);
  }

  /** As of the wrapped client; true before Java 21. */
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    return Closing.awaitTermination(client, duration);
  }

  /** As of the wrapped client; false before Java 21. */
  public boolean isTerminated() {
    return Closing.isTerminated(client);
  }

  /** As of the wrapped client; does nothing before Java 21. */
  public void shutdownNow() {
    Closing.shutdownNow(client);
  }

  /** As of the wrapped client; does nothing before Java 21. */
  public void close() {
    Closing.close(client);
  }

  @Override
  public String toString() {
    return "balanced " + client;
  }
}
