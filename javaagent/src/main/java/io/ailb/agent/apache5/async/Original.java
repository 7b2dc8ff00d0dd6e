package io.ailb.agent.apache5.async;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The application's own call, as it came. */
record Original<T>(
    CloseableHttpAsyncClient client,
    @Nullable HttpHost target,
    AsyncRequestProducer producer,
    AsyncResponseConsumer<T> consumer,
    @Nullable HandlerFactory<AsyncPushConsumer> pushes,
    @Nullable HttpContext context,
    @Nullable FutureCallback<T> callback) {

  /** Executes it as it came, but for where its request comes from. */
  Future<T> execute(Replay replay, @Nullable FutureCallback<T> to) {
    return execute(replay, consumer, to);
  }

  /** The same with another consumer, which hands on. */
  Future<T> execute(Replay replay, AsyncResponseConsumer<T> other, @Nullable FutureCallback<T> to) {
    return client.execute(target, replay, other, pushes, context, to);
  }
}
