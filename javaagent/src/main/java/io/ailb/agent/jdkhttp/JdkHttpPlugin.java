package io.ailb.agent.jdkhttp;

import io.ailb.LoadBalancer;
import io.ailb.agent.install.Balancer;
import io.ailb.jdkhttp.Takeover;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's client asks before it sends. What is thrown before anything was taken over is
 * ours, and the call goes on untouched; what is thrown after that is the call's own.
 */
public final class JdkHttpPlugin {
  private static final String CLIENT = "jdk";

  private JdkHttpPlugin() {}

  /** Instead of {@code send}; null = it is not ours. */
  public static @Nullable Object send(Object client, Object request, Object handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Object>> taken;
    try {
      Takeover takeover = takeover(client, request);
      taken = takeover == null ? null : takeover.send((HttpRequest) request, handler(handler));
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
    return taken == null ? null : Takeover.await(taken);
  }

  /** Instead of {@code sendAsync}; null = it is not ours. */
  public static @Nullable Object sendAsync(Object client, Object request, Object handler) {
    try {
      Takeover takeover = takeover(client, request);
      return takeover == null ? null : takeover.sendAsync((HttpRequest) request, handler(handler));
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
  }

  /** The same where the application wants what a server pushes, which is refused. */
  public static @Nullable Object sendAsync(
      Object client, Object request, Object handler, @Nullable Object unusedPushes) {
    return sendAsync(client, request, handler);
  }

  private static @Nullable Takeover takeover(Object client, Object request) {
    if (Balancer.isOff(CLIENT)) {
      return null;
    }
    String path = ((HttpRequest) request).uri().getRawPath();
    LoadBalancer balancer = path == null ? null : Balancer.forRequest(CLIENT, path);
    return balancer == null ? null : new Takeover((HttpClient) client, balancer);
  }

  @SuppressWarnings("unchecked") // of whatever type, the answer is passed on as it is
  private static BodyHandler<Object> handler(Object handler) {
    return (BodyHandler<Object>) handler;
  }
}
