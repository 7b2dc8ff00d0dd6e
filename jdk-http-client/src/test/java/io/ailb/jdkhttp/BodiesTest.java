package io.ailb.jdkhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of requests and answers in all their ways. */
@Timeout(60)
class BodiesTest {
  private static final String CHAT =
      "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  private Lab lab = Lab.two();
  private HttpServer own;
  private final List<Integer> lengths = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();

  /** The application's own server, at an address that the pool is matched with. */
  @BeforeEach
  void start() throws IOException {
    own = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    own.createContext(
        "/",
        exchange -> {
          lengths.add(exchange.getRequestBody().readAllBytes().length);
          keys.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of("none")));
          byte[] words = "own".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, words.length);
          exchange.getResponseBody().write(words);
          exchange.close();
        });
    own.start();
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
    own.stop(0);
  }

  private HttpRequest.Builder toOwn() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + own.getAddress().getPort() + "/v1/chat/completions"))
        .header("Authorization", "Bearer the-callers-own-key");
  }

  @Test
  void aBodyOfUnknownLengthThatCanBeReadOnceIsBalancedAndSentAgain() throws Exception {
    lab.script("a", FaultRule.of(Fault.status(503)));
    AtomicInteger reads = new AtomicInteger();
    HttpRequest request =
        Lab.chat(false)
            .POST(
                BodyPublishers.ofInputStream(
                    () -> {
                      reads.incrementAndGet();
                      return new ByteArrayInputStream(CHAT.getBytes(UTF_8));
                    }))
            .build();
    for (boolean async : List.of(false, true)) {
      HttpResponse<String> answer =
          async
              ? lab.client().sendAsync(request, BodyHandlers.ofString()).get()
              : lab.client().send(request, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("b");
    }
    assertThat(reads).hasValue(2);
  }

  @Test
  void aBodyThatIsTooLongGoesOutUntouchedWhileItIsRead() throws Exception {
    byte[] piece = new byte[1024 * 1024];
    Arrays.fill(piece, (byte) ' ');
    int pieces = 40; // more than is held
    AtomicInteger reads = new AtomicInteger();
    Flow.Publisher<ByteBuffer> once =
        subscriber -> {
          reads.incrementAndGet();
          subscriber.onSubscribe(
              new Flow.Subscription() {
                private int sent;

                @Override
                public void request(long count) {
                  for (long i = 0; i < count && sent <= pieces; i++) {
                    if (sent++ < pieces) {
                      subscriber.onNext(ByteBuffer.wrap(piece));
                    } else {
                      subscriber.onComplete();
                    }
                  }
                }

                @Override
                public void cancel() {}
              });
        };
    HttpRequest request = toOwn().POST(BodyPublishers.fromPublisher(once)).build();
    HttpResponse<String> answer = lab.client().send(request, BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("own");
    assertThat(lengths).containsExactly(pieces * piece.length);
    assertThat(keys).containsExactly("Bearer the-callers-own-key");
    assertThat(reads).hasValue(1);
  }

  @Test
  void aBodyThatFailsFailsTheCall() {
    HttpRequest request =
        Lab.chat(false)
            .POST(
                BodyPublishers.fromPublisher(
                    subscriber -> {
                      subscriber.onSubscribe(
                          new Flow.Subscription() {
                            @Override
                            public void request(long count) {
                              subscriber.onError(new IOException("the disk is gone"));
                            }

                            @Override
                            public void cancel() {}
                          });
                    }))
            .build();
    assertThatThrownBy(() -> lab.client().send(request, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the disk is gone");
  }

  @Test
  void anApplicationThatAsksForOnePieceAtATimeGetsAllOfThem() throws Exception {
    CompletableFuture<String> text = new CompletableFuture<>();
    HttpResponse<Void> answer =
        lab.client()
            .send(
                Lab.chat(true).build(),
                info -> {
                  assertThat(info.statusCode()).isEqualTo(200);
                  assertThat(info.headers().firstValue("content-type").orElse(""))
                      .startsWith("text/event-stream");
                  return BodySubscribers.fromSubscriber(new OneByOne(text));
                });
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text.get(20, TimeUnit.SECONDS)).endsWith("data: [DONE]\n\n");
  }

  private static final class OneByOne implements Flow.Subscriber<List<ByteBuffer>> {
    private final CompletableFuture<String> text;
    private final StringBuilder received = new StringBuilder();
    private final List<Thread> askers = new ArrayList<>();
    private Flow.Subscription subscription;

    private OneByOne(CompletableFuture<String> text) {
      this.text = text;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        assertThat(piece.isReadOnly()).isTrue();
        received.append(UTF_8.decode(piece));
      }
      Thread asker = new Thread(() -> subscription.request(1)); // from any thread
      askers.add(asker);
      asker.start();
    }

    @Override
    public void onError(Throwable e) {
      text.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
      text.complete(received.toString());
    }
  }

  @Test
  void aRedirectIsNotFollowedWithAPoolsKey() throws Exception {
    lab.script(
        "a",
        FaultRule.of(
            new Fault.Redirect("http://127.0.0.1:" + own.getAddress().getPort() + "/stolen", 307)));
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    HttpResponse<String> answer =
        lab.client(following).send(Lab.chat(false).build(), BodyHandlers.ofString());
    assertThat(keys).as("nobody came").isEmpty();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("b");
  }

  @Test
  void aReaderThatDecodesGetsTheErrorEventBeforeTheError() throws Exception {
    lab.close();
    lab = new Lab().endpoint("a").with(pool -> pool.set("breaker.minimumCalls", 100)).start();
    lab.script("a", FaultRule.of(new Fault.Cut(8, true)));
    for (int i = 0; i < 10; i++) { // it was lost every other time
      HttpResponse<Stream<String>> answer =
          lab.client().send(Lab.chat(true).build(), BodyHandlers.ofLines());
      List<String> lines = new ArrayList<>();
      assertThatThrownBy(() -> answer.body().forEach(lines::add))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(lines).anyMatch(line -> line.contains("\"error\""));
    }
  }

  @Test
  void aStreamThatBreaksGivesWhatCameAndThenFails() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Cut(8, true)));
    HttpResponse<InputStream> answer =
        lab.client().send(Lab.chat(true).build(), BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("a");
    StringBuilder received = new StringBuilder();
    assertThatThrownBy(
            () -> {
              for (int b = answer.body().read(); b >= 0; b = answer.body().read()) {
                received.append((char) b);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(received).contains("\"content\"", "\"error\"").doesNotContain("[DONE]");
  }

  @Test
  void whenNobodyCanServeTheAnswerSaysSo() throws Exception {
    lab.script("a", FaultRule.of(Fault.status(500)));
    lab.script("b", FaultRule.of(Fault.status(500)));
    for (boolean stream : List.of(false, true)) {
      HttpResponse<String> answer =
          lab.client().send(Lab.chat(stream).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(answer.body()).contains("\"error\"");
      assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.sslSession()).isEmpty();
    }
  }

  @Test
  void ofHttp2ItIsTheSame() throws Exception {
    try (Lab secure = new Lab()) {
      secure.endpoint("h2", Provider.OPENAI, spec -> spec.tls(true).http2(true), e -> {}).start();
      HttpClient plain =
          HttpClient.newBuilder()
              .sslContext(trusting(secure.endpoints.get("h2")))
              .version(HttpClient.Version.HTTP_2)
              .build();
      for (boolean stream : List.of(false, true)) {
        HttpResponse<String> answer =
            secure.client(plain).send(Lab.chat(stream).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.sslSession()).isPresent();
      }
      assertThat(secure.log("h2")).hasSize(2).allMatch(e -> e.protocol().equals("HTTP/2"));
    }
  }

  private static SSLContext trusting(SimulatedEndpoint endpoint) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "simulator",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(endpoint.certificatePem().getBytes(UTF_8))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
