package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.RequestSize;
import io.ailb.benchmarks.Requests;
import io.ailb.model.Dialect;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.io.IOException;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A streamed call through OkHttp without a network: the last interceptor has the answer. */
final class OkHttpStream {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType EVENTS = MediaType.get("text/event-stream");
  private static final int OK = 200;
  private static final long PIECE = 8192;

  private final OkHttpClient client;
  private final Request request;

  /**
   * @param balancer null = none
   * @param around what else looks at the answer on its way
   */
  OkHttpStream(
      Dialect dialect, @Nullable LoadBalancer balancer, Sent sent, UnaryOperator<Source> around) {
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (balancer != null) {
      builder.addInterceptor(new LoadBalancingInterceptor(balancer));
    }
    client =
        builder
            .addInterceptor(
                chain -> answer(chain.request(), around.apply(new Arriving(sent.again()))))
            .build();
    request =
        new Request.Builder()
            .url(Streamed.url(dialect))
            .header("Authorization", "Bearer unused")
            .post(RequestBody.create(Requests.body(dialect, RequestSize.CHAT_2K), JSON))
            .build();
  }

  private static Response answer(Request request, Source source) {
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(OK)
        .message("OK")
        .header("content-type", EVENTS.toString())
        .body(ResponseBody.create(Okio.buffer(source), EVENTS, -1))
        .build();
  }

  /** All of it. */
  long whole() throws IOException {
    Buffer buffer = new Buffer();
    long length = 0;
    try (Response response = open()) {
      BufferedSource source = body(response).source();
      for (long count = 0; count >= 0; count = source.read(buffer, PIECE)) {
        length += count;
        buffer.clear();
      }
    }
    return length;
  }

  /** Up to its first event. */
  long first() throws IOException {
    try (Response response = open()) {
      return body(response).source().read(new Buffer(), PIECE);
    }
  }

  /** What reads so many events on. */
  Work reading(int events) throws IOException {
    BufferedSource source = body(open()).source();
    Buffer buffer = new Buffer();
    return () -> {
      long length = 0;
      for (int i = 0; i < events; i++) {
        length += source.read(buffer, PIECE);
        buffer.clear();
      }
      return length;
    };
  }

  private Response open() throws IOException {
    Call call = client.newCall(request);
    Response response = call.execute();
    if (response.code() != OK) {
      throw new IllegalStateException(response.code() + " " + body(response).string());
    }
    return response;
  }

  private static ResponseBody body(Response response) {
    ResponseBody body = response.body();
    if (body == null) {
      throw new IllegalStateException("an answer without a body");
    }
    return body;
  }
}
