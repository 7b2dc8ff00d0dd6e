package io.ailb.agent.app.leaving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Apache HttpClient 5. */
final class Apache5Askers {
  private static final RequestConfig LIMITED =
      RequestConfig.custom().setResponseTimeout(Asker.LIMIT_MILLIS, TimeUnit.MILLISECONDS).build();

  private Apache5Askers() {}

  static Map<String, Asker> all() {
    Map<String, Asker> all = new LinkedHashMap<>();
    CloseableHttpClient classic = HttpClients.createDefault();
    all.put("classic", (url, body, way) -> new Classic(classic, url, body, way));
    CloseableHttpClient minimal = HttpClients.createMinimal();
    all.put("classic-minimal", (url, body, way) -> new Classic(minimal, url, body, way));
    CloseableHttpAsyncClient async = HttpAsyncClients.createDefault();
    async.start();
    all.put("async", (url, body, way) -> new Async(async, url, body, way));
    // By itself, too, it never gives back the connection of a call that was cancelled once its
    // answer
    // had begun: the sixth to one host would wait for ever.
    CloseableHttpAsyncClient asyncMinimal =
        HttpAsyncClients.createMinimal(
            PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(1_000)
                .setMaxConnTotal(1_000)
                .build());
    asyncMinimal.start();
    all.put("async-minimal", (url, body, way) -> new Async(asyncMinimal, url, body, way));
    return all;
  }

  private static final class Classic extends Asked {
    private final HttpPost request;
    private final Thread thread;
    private final CountDownLatch leaving = new CountDownLatch(1);

    Classic(CloseableHttpClient client, String url, String body, Way way) {
      request = new HttpPost(url);
      request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
      if (way == Way.TIMEOUT) {
        request.setConfig(LIMITED);
      }
      thread = new Thread(() -> run(client, way), "asks");
      thread.start();
    }

    @SuppressWarnings("try") // to close it early is what some do
    private void run(CloseableHttpClient client, Way way) {
      try (CloseableHttpResponse response = client.execute(request)) {
        InputStream in = response.getEntity().getContent();
        if (in.read() >= 0) {
          shows();
        }
        if (way == Way.CLOSE) {
          leaving.await();
          response.close();
          told.complete("closed");
        } else if (way == Way.BETWEEN) {
          leaving.await();
        }
        byte[] piece = new byte[100_000];
        while (in.read(piece) >= 0) {
          shows();
        }
        answers();
      } catch (IOException | InterruptedException | RuntimeException e) {
        fails(e);
      }
    }

    @Override
    void leave(Way way) {
      switch (way) {
        case CANCEL -> request.cancel();
        case BETWEEN -> {
          request.cancel();
          leaving.countDown();
        }
        case INTERRUPT -> thread.interrupt();
        case CLOSE -> leaving.countDown();
        default -> throw not(way);
      }
    }
  }

  private static final class Async extends Asked {
    private final Future<Integer> future;

    Async(CloseableHttpAsyncClient client, String url, String body, Way way) {
      SimpleHttpRequest request =
          SimpleRequestBuilder.post(url).setBody(body, ContentType.APPLICATION_JSON).build();
      if (way == Way.TIMEOUT) {
        request.setConfig(LIMITED);
      }
      future =
          client.execute(
              SimpleRequestProducer.create(request),
              new Reader(),
              new FutureCallback<Integer>() {
                @Override
                public void completed(Integer status) {
                  answers();
                }

                @Override
                public void failed(Exception e) {
                  fails(e);
                }

                @Override
                public void cancelled() {
                  told.complete("cancelled");
                }
              });
    }

    @Override
    void leave(Way way) {
      if (way != Way.CANCEL) {
        throw not(way);
      }
      future.cancel(true);
    }

    private final class Reader extends AbstractBinResponseConsumer<Integer> {
      private int status;

      @Override
      protected void start(HttpResponse response, ContentType type) {
        status = response.getCode();
      }

      @Override
      protected int capacityIncrement() {
        return 100_000;
      }

      @Override
      protected void data(ByteBuffer bytes, boolean last) {
        if (bytes.hasRemaining()) {
          shows();
        }
      }

      @Override
      protected Integer buildResult() {
        return status;
      }

      @Override
      public void releaseResources() {}
    }
  }
}
