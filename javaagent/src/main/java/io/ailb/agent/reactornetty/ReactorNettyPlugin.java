package io.ailb.agent.reactornetty;

import io.ailb.LoadBalancer;
import io.ailb.agent.install.Balancer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

/**
 * What Reactor Netty's client asks before it connects. What is thrown here is ours, and the call
 * goes on untouched.
 */
public final class ReactorNettyPlugin {
  private static final String CLIENT = "reactor-netty";

  private ReactorNettyPlugin() {}

  /** Instead of {@code connect}, which has no arguments; null = it is not ours. */
  public static @Nullable Object connect(Object client, @Nullable Object unused) {
    try {
      // What is no request, such as the opening of a WebSocket, comes by as well.
      if (!(client instanceof HttpClient.RequestSender) || Balancer.isOff(CLIENT)) {
        return null;
      }
      HttpClient request = (HttpClient) client;
      if (Internals.isMarked(request)) {
        return null;
      }
      LoadBalancer balancer = Balancer.forClient(CLIENT);
      return balancer == null ? null : connection(request, balancer);
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
  }

  private static @Nullable Mono<? extends Connection> connection(
      HttpClient request, LoadBalancer balancer) {
    if (Internals.isDeferred(request)) { // such as its URI: only a subscriber gets to know it
      return Mono.defer(
          () -> Internals.resolved(Internals.copy(request)).flatMap(Internals::connect));
    }
    return taken(request, balancer);
  }

  private static @Nullable Mono<? extends Connection> taken(
      HttpClient request, LoadBalancer balancer) {
    Takeover.prepare();
    Target target = Target.of(request.configuration());
    return target == null || target.begin(balancer) == null
        ? null
        : Internals.connect(new Takeover(request, target, balancer).client());
  }
}
