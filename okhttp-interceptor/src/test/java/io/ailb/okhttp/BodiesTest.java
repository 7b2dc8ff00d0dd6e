package io.ailb.okhttp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests: of all kinds, and what is not taken over because of them. */
class BodiesTest extends LabTest {
  private static final String ASK =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

  /** A body that counts how often it is written. */
  private static final class Counted extends RequestBody {
    private final String head;
    private final long filling;
    private final boolean oneShot;
    private final boolean declared;
    final AtomicInteger written = new AtomicInteger();

    /** With so many more bytes of filling. */
    private Counted(String body, long filling, boolean oneShot, boolean declared) {
      this.head = body;
      this.filling = filling;
      this.oneShot = oneShot;
      this.declared = declared;
    }

    @Override
    public MediaType contentType() {
      return Lab.JSON;
    }

    @Override
    public long contentLength() {
      return declared ? head.length() + filling : -1;
    }

    @Override
    public boolean isOneShot() {
      return oneShot;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      if (written.incrementAndGet() > 1 && oneShot) {
        throw new IOException("written twice");
      }
      sink.writeUtf8(head);
      byte[] piece = new byte[64 * 1024];
      for (long left = filling; left > 0; left -= piece.length) {
        sink.write(piece, 0, (int) Math.min(left, piece.length));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aBodyIsWrittenOnceHoweverManyEndpointsAreTried(boolean oneShot, boolean async)
      throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    Counted body = new Counted(ASK.formatted("x"), 0, oneShot, false);
    Request request = Lab.chat(false).newBuilder().post(body).build();
    assertThat(text(execute(client().newCall(request), async))).contains(lab.simulatedName("b"));
    assertThat(body.written).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyThatPassesThroughIsWrittenOnceToo(boolean oneShot) throws Exception {
    try (Stub stub = counting(new AtomicLong())) {
      lab(
          new Lab()
              .endpoint("a", Provider.OPENAI, s -> s, e -> e.set("models", List.of("x")))
              .start());
      Counted body = new Counted(ASK.formatted("x"), 0, oneShot, false);
      text(client().newCall(to(stub, body)).execute());
      assertThat(body.written).hasValue(1);
      assertThat(Stub.field(stub.heads.get(0), "transfer-encoding")).isEqualTo("chunked");
      assertThat(Stub.field(stub.heads.get(0), "authorization")).isEqualTo("Bearer own");
    }
  }

  private static Request to(Stub stub, RequestBody body) {
    return new Request.Builder()
        .url(stub.origin() + "/v1/chat/completions")
        .header("Authorization", "Bearer own")
        .post(body)
        .build();
  }

  private static Stub counting(AtomicLong bytes) throws IOException {
    return new Stub(
        (stub, socket) -> {
          for (String head = stub.head(socket); head != null; head = stub.head(socket)) {
            bytes.addAndGet(Stub.body(head, socket).length);
            Stub.answer(socket, "200 OK", Stub.CHAT, "content-type: application/json");
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void aBodyTooLongToBeHeldPassesThroughCountedAndNamedOnce(boolean oneShot, boolean declared)
      throws Exception {
    AtomicLong received = new AtomicLong();
    try (Stub stub = counting(received);
        Logged log = new Logged()) {
      lab(Lab.two());
      long filling = 66L * 1024 * 1024;
      Counted body = new Counted(ASK.formatted("x"), filling, oneShot, declared);
      assertThat(text(client().newCall(to(stub, body)).execute())).contains("stub");
      assertThat(received).hasValue(filling + ASK.formatted("x").length());
      assertThat(body.written).hasValue(1);
      Counted second = new Counted(ASK.formatted("x"), filling, oneShot, declared);
      text(client().newCall(to(stub, second)).execute());
      assertThat(lab.balancer.stats().passedThrough()).isEqualTo(2);
      assertThat(lab.balancer.stats().takenOver()).isZero();
      assertThat(log.linesWith("its body is too long")).isEqualTo(1);
    }
  }

  @Test
  void aDuplexBodyPassesThroughCounted() throws IOException {
    lab(new Lab().endpoint("a", Provider.OPENAI, spec -> spec.http2(true), e -> {}).start());
    RequestBody duplex =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return Lab.JSON;
          }

          @Override
          public boolean isDuplex() {
            return true;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8(ASK.formatted("x"));
            sink.close();
          }
        };
    OkHttpClient client = lab.built(lab.client().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)));
    Request request =
        new Request.Builder()
            .url(lab.endpoints.get("a").baseUrl() + "/chat/completions")
            .header("Authorization", "Bearer " + lab.key("a"))
            .post(duplex)
            .build();
    Response response = client.newCall(request).execute();
    assertThat(response.code()).isEqualTo(200);
    assertThat(response.header("x-ai-lb-endpoint")).isNull();
    text(response);
    assertThat(lab.balancer.stats().passedThrough()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"GET, false", "GET, true", "HEAD, false", "HEAD, true"})
  void requestsWithoutABodyGoTheirWay(String method, boolean async) throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    boolean ours = method.equals("GET");
    Request request =
        new Request.Builder()
            .url(lab.endpoints.get("b").baseUrl() + "/models")
            .header("Authorization", "Bearer " + lab.key("b"))
            .method(method, null)
            .build();
    Response response = execute(client().newCall(request), async);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo(ours ? "b" : null);
    text(response);
    assertThat(lab.log("b").get(0).method()).isEqualTo(method);
    assertThat(lab.balancer.stats().takenOver()).isEqualTo(ours ? 1 : 0);
    assertThat(lab.balancer.stats().passedThrough()).isEqualTo(ours ? 0 : 1);
  }

  @Test
  void aWebSocketIsNotLookedAt() throws Exception {
    lab(Lab.two());
    CompletableFuture<String> opened = new CompletableFuture<>();
    try (Stub stub = new Stub(BodiesTest::upgrade)) {
      Request request =
          new Request.Builder()
              .url(stub.origin() + "/v1/models")
              .header("Authorization", "Bearer own")
              .build();
      WebSocket socket =
          client()
              .newWebSocket(
                  request,
                  new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket webSocket, Response response) {
                      opened.complete(response.code() + "");
                    }

                    @Override
                    public void onFailure(WebSocket webSocket, Throwable t, Response response) {
                      opened.completeExceptionally(t);
                    }
                  });
      assertThat(opened.get(10, TimeUnit.SECONDS)).isEqualTo("101");
      socket.cancel();
      assertThat(Stub.field(stub.heads.get(0), "authorization")).isEqualTo("Bearer own");
    }
    assertThat(lab.balancer.stats().takenOver()).isZero();
    assertThat(lab.balancer.stats().passedThrough()).isZero();
    assertThat(lab.log("a")).isEmpty();
  }

  private static void upgrade(Stub stub, java.net.Socket socket) throws IOException {
    String key = Stub.field(stub.head(socket), "sec-websocket-key");
    String accept;
    try {
      accept =
          Base64.getEncoder()
              .encodeToString(
                  java.security.MessageDigest.getInstance("SHA-1")
                      .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    socket.getOutputStream().flush();
    while (socket.getInputStream().read() >= 0) {}
  }

  @Test
  void aBodyThatCannotBeWrittenIsTheApplicationsOwnFailure() {
    lab(Lab.two());
    RequestBody broken =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return Lab.JSON;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            throw new IOException("my file is gone");
          }
        };
    assertThatThrownBy(
            () -> client().newCall(Lab.chat(false).newBuilder().post(broken).build()).execute())
        .isInstanceOf(IOException.class)
        .hasMessage("my file is gone");
    assertThat(lab.balancer.stats().takenOver()).isZero();
  }

  // Intake by itself, with a bound that a test can fill.

  private OkHttpClient taking(long max, AtomicInteger passed) {
    return lab.built(
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Intake intake = new Intake(chain, chain.request().body(), max);
                  Response answered = intake.read();
                  if (answered != null) {
                    passed.incrementAndGet();
                    return answered;
                  }
                  return chain.proceed(intake.untouched(intake.bytes()));
                }));
  }

  private Request own(RequestBody body) {
    return new Request.Builder()
        .url(lab.endpoints.get("a").baseUrl() + "/chat/completions")
        .header("Authorization", "Bearer " + lab.key("a"))
        .post(body)
        .build();
  }

  @ParameterizedTest
  @CsvSource({"10, true", "10, false", "5000, true", "5000, false", "40000, true"})
  void aLongBodyArrivesWholeAndInOrder(int length, boolean oneShot) throws IOException {
    lab(new Lab().endpoint("a", Provider.OPENAI, s -> s.keepBodies(true), e -> {}).start());
    StringBuilder words = new StringBuilder();
    while (words.length() < length) {
      words.append(words.length()).append(' ');
    }
    AtomicInteger passed = new AtomicInteger();
    Counted body = new Counted(ASK.formatted(words), 0, oneShot, false);
    text(taking(1000, passed).newCall(own(body)).execute());
    assertThat(lab.log("a").get(0).body()).isEqualTo(ASK.formatted(words));
    assertThat(passed).hasValue(length > 1000 ? 1 : 0);
    assertThat(body.written).hasValue(1);
  }

  @Test
  void aLongBodyThatBreaksOffIsNotTakenForAWholeOne() {
    lab(new Lab().endpoint("a").start());
    RequestBody breaking =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return Lab.JSON;
          }

          @Override
          public boolean isOneShot() {
            return true;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.write(new byte[20_000]).flush();
            throw new IOException("my file is gone");
          }
        };
    assertThatThrownBy(() -> taking(1000, new AtomicInteger()).newCall(own(breaking)).execute())
        .isInstanceOf(IOException.class)
        .hasMessage("my file is gone");
    assertThat(lab.log("a")).noneMatch(entry -> Integer.valueOf(200).equals(entry.status()));
  }

  @Test
  void aLongBodyThatNobodyWantsLetsItsWriterGo() throws Exception {
    lab(new Lab().endpoint("a").start());
    try (Stub deaf = new Stub((stub, socket) -> stub.head(socket))) {
      Counted body = new Counted(ASK.formatted("x"), 50_000_000, true, false);
      assertThatThrownBy(() -> taking(1000, new AtomicInteger()).newCall(to(deaf, body)).execute())
          .isInstanceOf(IOException.class);
    }
  }
}
