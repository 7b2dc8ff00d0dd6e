package io.ailb.agent.reactornetty;

import io.ailb.LoadBalancer;
import io.ailb.flow.CallerTime;
import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.NoopAddressResolverGroup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.ResponseReceiver;
import reactor.netty.http.client.HttpClientRequest;
import reactor.util.context.Context;

/**
 * One description of a request, for all who subscribe to it: makes the client whose connections end
 * in this JVM, and sends on what comes out of them.
 */
final class Takeover {
  private final HttpClient original;
  private final Target target;
  private final LoadBalancer balancer;

  Takeover(HttpClient original, Target target, LoadBalancer balancer) {
    this.original = original;
    this.target = target;
    this.balancer = balancer;
  }

  /** Fails, if anything does, while the call can still go on untouched. */
  static void prepare() {
    List<Class<?>> unused =
        List.of(
            PoolLoops.class,
            PoolChannel.class,
            Conversation.class,
            Requested.class,
            Relay.class,
            Incoming.class,
            Wire.class);
  }

  Target target() {
    return target;
  }

  LoadBalancer balancer() {
    return balancer;
  }

  /** The application's, but connected to us. */
  HttpClient client() {
    HttpClient client =
        Internals.marked(original)
            .runOn(
                new PoolLoops(original.configuration().loopResources()),
                original.configuration().isPreferNative())
            .noProxy() // before the resolver, which it resets
            .resolver(NoopAddressResolverGroup.INSTANCE)
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false) // an answer of a pool leads to nowhere else
            .doOnRequest(this::serve);
    return (HttpClient) ((HttpClient.RequestSender) client).uri(target.plainUrl());
  }

  private void serve(HttpClientRequest request, Connection connection) {
    PoolChannel channel = (PoolChannel) connection.channel();
    try {
      channel.serve(new Conversation(channel, this, Context.of(request.currentContextView())));
    } catch (LinkageError e) { // who waits for an answer must not wait for ever
      channel.offer(e);
    }
  }

  /** How long the application itself waits. */
  CallerTime time() {
    Duration timeout = original.configuration().responseTimeout();
    return timeout == null ? CallerTime.UNBOUNDED : CallerTime.head(timeout.toNanos());
  }

  /** One try, at a provider of the pool. */
  ResponseReceiver<?> attempt(WireRequest wire) {
    HttpClient.RequestSender sender =
        sender(wire.method(), wire.headers(), wire.credential(), wire.length()).uri(wire.url());
    return wire.body().isEmpty() ? sender : sender.send(Mono.fromSupplier(() -> sent(wire)));
  }

  private static ByteBuf sent(WireRequest wire) {
    try {
      return content(wire);
    } catch (LinkageError e) { // which Reactor would take for the end of the JVM, and tell nobody
      throw new IllegalStateException(e.toString(), e);
    }
  }

  private HttpClient.RequestSender sender(
      String method, HttpFields fields, WireRequest.@Nullable Credential credential, long length) {
    return own()
        .followRedirect(false) // it would take the key along
        .headers(
            headers -> {
              headers.clear();
              fields.forEach(headers::add);
              if (credential != null) {
                headers.set(credential.name(), credential.value());
              }
              if (length > 0 || !method.equals("GET")) {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
              }
            })
        .request(HttpMethod.valueOf(method));
  }

  private static ByteBuf content(WireRequest wire) {
    return Unpooled.wrappedBuffer(
        wire.body().stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new));
  }

  /**
   * The application's own request, to where it was going.
   *
   * @param body null = it has none
   */
  ResponseReceiver<?> untouched(
      String method, HttpFields fields, @Nullable Publisher<? extends ByteBuf> body) {
    HttpClient.RequestSender sender =
        own()
            .headers(
                headers -> {
                  headers.clear();
                  fields.forEach(headers::add);
                })
            .request(HttpMethod.valueOf(method))
            .uri(target.url());
    return body == null ? sender : sender.send(body);
  }

  /** On the application's connections, with its proxy and its trust; with nothing that listens. */
  private HttpClient own() {
    HttpClient client =
        Internals.marked(original).compress(false).wiretap(false).responseTimeout(null);
    Internals.forgetHooks(client);
    return client;
  }
}
