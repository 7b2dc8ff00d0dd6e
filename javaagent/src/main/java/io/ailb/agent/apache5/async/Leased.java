package io.ailb.agent.apache5.async;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A try over a connection that we lease ourselves: the future of a minimal client ends nothing once
 * a connection has been found, so that a silent one would be kept for ever.
 */
final class Leased {
  private final AttemptProducer producer;
  private final Upstream upstream;
  private final HttpClientContext context;

  // Guarded by this.
  private @Nullable AsyncClientEndpoint endpoint;
  private boolean over;

  Leased(AttemptProducer producer, Upstream upstream, HttpClientContext context) {
    this.producer = producer;
    this.upstream = upstream;
    this.context = context;
  }

  /** Sends it; returns what ends the wait for a connection. */
  Future<?> send(MinimalHttpAsyncClient client, HttpHost host) {
    return client.lease(
        host,
        context,
        new FutureCallback<AsyncClientEndpoint>() {
          @Override
          public void completed(AsyncClientEndpoint leased) {
            use(leased);
          }

          @Override
          public void failed(Exception why) {
            upstream.failed(why);
          }

          @Override
          public void cancelled() {}
        });
  }

  private void use(AsyncClientEndpoint leased) {
    synchronized (this) {
      endpoint = leased;
    }
    if (isOver()) {
      release(false);
      return;
    }
    try {
      Clients.limitReads(leased, context);
      Future<Object> unused =
          leased.execute(
              producer,
              upstream,
              null,
              context,
              new FutureCallback<Object>() {
                @Override
                public void completed(Object done) {
                  release(true);
                }

                @Override
                public void failed(Exception why) {
                  release(false);
                  upstream.failed(why);
                }

                @Override
                public void cancelled() {
                  release(false);
                }
              });
    } catch (RuntimeException e) {
      release(false);
      upstream.failed(e);
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  /** Closes the connection, unless it has been given back. */
  void close() {
    synchronized (this) {
      over = true;
    }
    release(false);
  }

  private void release(boolean good) {
    AsyncClientEndpoint leased;
    synchronized (this) {
      leased = endpoint;
      endpoint = null;
    }
    if (leased == null) {
      return;
    }
    if (good) {
      leased.releaseAndReuse();
    } else {
      leased.releaseAndDiscard();
    }
  }
}
