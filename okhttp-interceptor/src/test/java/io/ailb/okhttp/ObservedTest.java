package io.ailb.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ailb.LoadBalancer;
import io.ailb.expose.EndpointStats;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Random;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code mode: observe}: the answer to the application's own request, of which no byte changes. */
@Timeout(60)
class ObservedTest {
  private static final String KEY = "the-applications-own-key";

  /** As a provider would hardly write it. */
  private static final String WHOLE =
      """
      { "choices" : [{"message":{"content":"é\\u00e9"}}],
       "usage":{"prompt_tokens":3,"completion_tokens":4}}\r
      \s
      """;

  private static final String STREAM =
      """
      \uFEFF: hello\r
      event: x
      data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\r
      \r
      data: {"choices":[{"index":0,"delta":{"content":"é"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":6}}

      data: [DONE]

      : bye
      """;

  private final Random random = new Random(7);
  private HttpServer server;
  private LoadBalancer balancer;
  private OkHttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    balancer =
        LoadBalancer.builder()
            .set("mode", "observe")
            .set("management.jmx.enabled", false)
            .pool(
                pool ->
                    pool.set("match.hosts", "*")
                        .endpoint(
                            e ->
                                e.name("a")
                                    .provider("openai")
                                    .baseUrl(origin() + "/v1")
                                    .apiKey("key-of-a")))
            .build();
    client =
        new OkHttpClient.Builder().addInterceptor(new LoadBalancingInterceptor(balancer)).build();
  }

  @AfterEach
  void nothingIsHeldAnyMore() {
    assertThat(balancer.stats().pools().get(0).inFlight()).isZero();
    assertThat(balancer.stats().bugs()).isZero();
    assertThat(balancer.stats().takenOver()).isZero();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
    balancer.close();
    server.stop(0);
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** In pieces of any size; {@code missing} bytes of what was promised never come. */
  private void answers(int status, Map<String, String> headers, String text, int missing) {
    byte[] bytes = text.getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
              .isEqualTo("Bearer " + KEY);
          exchange.getRequestBody().readAllBytes();
          headers.forEach(exchange.getResponseHeaders()::set);
          exchange.sendResponseHeaders(status, missing == 0 ? 0 : bytes.length + missing);
          OutputStream out = exchange.getResponseBody();
          for (int at = 0; at < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(40), bytes.length - at);
            out.write(bytes, at, length);
            out.flush();
            at += length;
          }
          exchange.close();
        });
  }

  private Request request(boolean stream) {
    String body = "{\"model\":\"m\",\"messages\":[],\"stream\":" + stream + "}";
    return new Request.Builder()
        .url(origin() + "/v1/chat/completions")
        .header("Authorization", "Bearer " + KEY)
        .post(RequestBody.create(Lab.JSON, body))
        .build();
  }

  private EndpointStats a() {
    return balancer.stats().pools().get(0).endpoints().get(0);
  }

  @Test
  void aWholeAnswerIsAsItCameAndWhatItTookIsKnown() throws IOException {
    answers(200, Map.of("Content-Type", "application/json", "X-Own", "1"), WHOLE, 0);
    try (Response response = client.newCall(request(false)).execute()) {
      assertThat(response.header("X-Own")).isEqualTo("1");
      assertThat(response.headers().names()).noneMatch(name -> name.startsWith("x-ai-lb"));
      assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
      assertThat(response.networkResponse()).isNotNull();
      assertThat(response.body().bytes()).isEqualTo(WHOLE.getBytes(UTF_8));
    }
    assertThat(a().requests()).isEqualTo(1);
    assertThat(a().inputTokens()).isEqualTo(3);
    assertThat(a().outputTokens()).isEqualTo(4);
    assertThat(a().latencyMillisP50()).isNotNegative();
  }

  @Test
  void aStreamIsAsItCameHoweverItIsRead() throws IOException {
    answers(200, Map.of("Content-Type", "text/event-stream"), STREAM, 0);
    try (Response response = client.newCall(request(true)).execute()) {
      assertThat(response.body().contentLength()).isEqualTo(-1);
      assertThat(response.body().bytes()).isEqualTo(STREAM.getBytes(UTF_8));
    }
    try (Response response = client.newCall(request(true)).execute()) {
      StringBuilder text = new StringBuilder();
      BufferedSource source = response.body().source();
      while (!source.exhausted()) { // a byte now, a line then
        text.append(source.readByteString(1).size() == 1 ? "" : "?");
        String line = source.readUtf8Line();
        text.append(line);
      }
      assertThat(text).contains("[DONE]").endsWith(" bye");
    }
    assertThat(a().requests()).isEqualTo(2);
    assertThat(a().outputTokens()).isEqualTo(12);
    assertThat(a().firstByteMillisP95()).isNotNegative();
  }

  @Test
  void aRefusalIsCountedAndItsLimitLearnedAndItsBytesAreTheSame() throws IOException {
    String text = "{\"error\":{\"message\":\"not so fast, " + KEY + "\",\"code\":\"rate\"}}";
    answers(429, Map.of("Content-Type", "application/json", "Retry-After", "30"), text, 0);
    try (Response response = client.newCall(request(false)).execute()) {
      assertThat(response.code()).isEqualTo(429);
      assertThat(response.header("Retry-After")).isEqualTo("30");
      assertThat(response.body().string()).isEqualTo(text);
    }
    assertThat(a().rateLimited()).isEqualTo(1);
    assertThat(a().available()).isFalse();
    assertThat(balancer.stats().toString()).contains("not so fast").doesNotContain(KEY);
  }

  @Test
  void anAnswerThatBreaksOffBreaksAsItWouldAndIsAFailure() {
    answers(200, Map.of("Content-Type", "text/event-stream"), STREAM.substring(0, 99), 50);
    assertThatThrownBy(
            () -> {
              try (Response response = client.newCall(request(true)).execute()) {
                response.body().bytes();
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(a().errorsByKind()).containsEntry("network", 1L);
  }

  @Test
  void whoClosesInTheMiddleHasLeft() throws IOException {
    answers(200, Map.of("Content-Type", "text/event-stream"), STREAM, 0);
    try (Response response = client.newCall(request(true)).execute()) {
      assertThat(response.body().source().request(1)).isTrue();
    }
    assertThat(a().requests()).isEqualTo(1);
    assertThat(a().failures()).isZero();
  }
}
