package io.ailb.agent.apache5.async;

import io.ailb.LoadBalancer;
import io.ailb.agent.install.Balancer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What the asynchronous clients ask before they execute a request. What is thrown before the
 * application's producer was asked for its request is ours, and the call goes on untouched; from
 * then on the call is taken over, and ends with what is thrown.
 */
public final class AsyncPlugin {
  private static final String CLIENT = "apache5";

  private AsyncPlugin() {}

  /** Instead of {@code doExecute}; null = it is not ours. */
  @SuppressWarnings("unchecked") // of whatever type, the result is passed on as it is
  public static @Nullable Object doExecute(
      Object client,
      @Nullable Object target,
      @Nullable Object producer,
      @Nullable Object consumer,
      @Nullable Object pushes,
      @Nullable Object context,
      @Nullable Object callback) {
    Takeover<Object> takeover;
    try {
      if (Balancer.isOff(CLIENT)
          || producer == null
          || consumer == null
          || AttemptProducer.is(producer)
          || Replay.is(producer)) {
        return null;
      }
      Takeover.prepare();
      LoadBalancer balancer = Balancer.forClient(CLIENT);
      takeover =
          balancer == null
              ? null
              : new Takeover<>(
                  balancer,
                  new Original<>(
                      (CloseableHttpAsyncClient) client,
                      (HttpHost) target,
                      (AsyncRequestProducer) producer,
                      (AsyncResponseConsumer<Object>) consumer,
                      (HandlerFactory<AsyncPushConsumer>) pushes,
                      (HttpContext) context,
                      (FutureCallback<Object>) callback));
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
    return takeover == null ? null : takeover.begin();
  }
}
