package io.ailb.benchmarks.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** Apache HttpClient 5's asynchronous client, in the same way. */
final class Apache5AsyncCaller implements Caller {
  private final CloseableHttpAsyncClient http =
      HttpAsyncClients.custom()
          .setConnectionManager(
              PoolingAsyncClientConnectionManagerBuilder.create()
                  .setMaxConnTotal(Apache5Caller.CONNECTIONS)
                  .setMaxConnPerRoute(Apache5Caller.CONNECTIONS)
                  .build())
          .build();

  Apache5AsyncCaller() {
    http.start();
  }

  @Override
  public Experience ask(String baseUrl, Mode mode, int number) {
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(Chat.url(baseUrl))
            .setHeader("Authorization", Chat.authorization())
            .setBody(Chat.question(mode, number), ContentType.APPLICATION_JSON)
            .build();
    if (mode == Mode.STREAMED) {
      return get(
          http.execute(SimpleRequestProducer.create(request), new Streamed(), null),
          experience -> experience);
    }
    return get(http.execute(request, null), Apache5AsyncCaller::whole);
  }

  private static Experience whole(SimpleHttpResponse answer) {
    String text = answer.getBodyText();
    return text == null ? Experience.garbled("no body") : Chat.answered(answer.getCode(), text);
  }

  private static <T> Experience get(Future<T> future, Function<T, Experience> reading) {
    try {
      return reading.apply(future.get());
    } catch (ExecutionException e) {
      return Experience.error(0, String.valueOf(e.getCause()));
    } catch (InterruptedException e) { // after its time, which is judged
      future.cancel(true);
      return Experience.error(0, "interrupted");
    }
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }

  /** Takes bytes as they come, with room for one more piece. */
  private static final class Streamed extends AbstractBinResponseConsumer<Experience> {
    private static final int ROOM = 1_024;

    private final LineFeed lines = new LineFeed();
    private final StringBuilder refusal = new StringBuilder();
    private int status;

    @Override
    protected void start(HttpResponse response, @Nullable ContentType type) {
      status = response.getCode();
    }

    @Override
    protected int capacityIncrement() {
      return ROOM;
    }

    @Override
    protected void data(ByteBuffer bytes, boolean last) {
      if (status >= 400) {
        refusal.append(StandardCharsets.UTF_8.decode(bytes));
      } else {
        lines.bytes(bytes);
      }
    }

    @Override
    protected Experience buildResult() {
      return status >= 400 ? Chat.answered(status, refusal.toString()) : lines.end();
    }

    @Override
    public void releaseResources() {}
  }
}
