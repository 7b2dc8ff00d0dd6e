package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.LoadBalancer;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the application configured of its client still holds. */
class ClientTest extends LabTest {

  // TLS.

  private static Lab overTls() {
    return new Lab()
        .endpoint("a", Provider.OPENAI, spec -> spec.tls(true).http2(true), e -> {})
        .endpoint("b", Provider.OPENAI, spec -> spec.tls(true).http2(true), e -> {})
        .start();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void http2OverTlsWithTheClientsOwnTrust(boolean stream, boolean async) throws Exception {
    lab(overTls()).script("a", FaultRule.of(Fault.status(503)));
    OkHttpClient client = lab.built(lab.trusting());
    Response response = execute(client.newCall(Lab.chat(stream)), async);
    assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
    assertThat(response.handshake()).isNotNull();
    assertThat(text(response)).contains(lab.simulatedName("b"));
    assertThat(lab.log("b").get(0).protocol()).isEqualTo("HTTP/2");
    assertThat(lab.log("b").get(0).keyOwner()).isEqualTo(lab.simulatedName("b"));
  }

  @Test
  void whatTheClientDoesNotTrustGetsNoRequest() throws Exception {
    lab(overTls());
    Response response = client().newCall(Lab.chat(false)).execute();
    assertThat(text(response)).contains("SSLHandshakeException");
    assertThat(lab.log("a")).isEmpty();
    assertThat(lab.log("b")).isEmpty();
  }

  // Caches.

  @Test
  void aCacheKeepsWhatItMayAndNoAnswerOfAModel(@TempDir Path directory) throws Exception {
    lab(Lab.two());
    File where = directory.toFile();
    try (Cache cache = new Cache(where, 1_000_000)) {
      OkHttpClient client =
          lab.built(
              lab.client()
                  .cache(cache)
                  .addNetworkInterceptor( // as if the provider allowed it
                      chain ->
                          chain
                              .proceed(chain.request())
                              .newBuilder()
                              .header("cache-control", "max-age=60")
                              .build()));
      for (int i = 0; i < 2; i++) {
        assertThat(text(client.newCall(Lab.chat(false)).execute())).contains("answers");
        Request models = new Request.Builder().url("https://api.openai.com/v1/models").build();
        Response listed = client.newCall(models).execute();
        assertThat(listed.code()).isEqualTo(200);
        assertThat(text(listed)).contains("\"object\"");
      }
      assertThat(cache.hitCount()).isEqualTo(1);
    }
    assertThat(lab.log("a"))
        .extracting(entry -> entry.method())
        .containsExactly("POST", "GET", "POST");
  }

  // Interceptors.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterceptorBelowThatThrowsIsAFailedTry(boolean async) throws IOException {
    lab(Lab.two());
    AtomicInteger calls = new AtomicInteger();
    OkHttpClient client =
        lab.built(
            lab.client()
                .addInterceptor(
                    chain -> {
                      if (calls.incrementAndGet() == 1) {
                        throw new IOException("not today");
                      }
                      return chain.proceed(chain.request());
                    }));
    Response response = execute(client.newCall(Lab.chat(false)), async);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    text(response);
  }

  @Test
  void whatOkHttpItselfDoesNotExpectIsTheApplicationsToSee() {
    lab(Lab.two());
    OkHttpClient client =
        lab.built(
            lab.client()
                .addInterceptor(
                    chain -> {
                      throw new IllegalStateException("a bug of the application");
                    }));
    assertThatThrownBy(() -> client.newCall(Lab.chat(false)).execute())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug of the application");
    assertThat(lab.pooled("a").failures()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interceptorsBeforeSeeOneCallAndThoseAfterEachTry(boolean async) throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    List<Request> before = Collections.synchronizedList(new ArrayList<>());
    List<Request> after = Collections.synchronizedList(new ArrayList<>());
    OkHttpClient client =
        lab.built(
            new OkHttpClient.Builder()
                .addInterceptor(
                    chain -> {
                      before.add(chain.request());
                      Request marked =
                          chain.request().newBuilder().header("x-mark", "kept").build();
                      return chain.proceed(marked);
                    })
                .addInterceptor(new LoadBalancingInterceptor(lab.balancer))
                .addInterceptor(
                    chain -> {
                      after.add(chain.request());
                      return chain.proceed(chain.request());
                    }));
    text(execute(client.newCall(Lab.chat(false)), async));
    assertThat(before).hasSize(1);
    assertThat(before.get(0).url().host()).isEqualTo("api.openai.com");
    assertThat(after).hasSize(2);
    for (int i = 0; i < 2; i++) {
      String origin = lab.endpoints.get(i == 0 ? "a" : "b").origin();
      assertThat(after.get(i).url().toString()).startsWith(origin);
      assertThat(after.get(i).header("x-mark")).isEqualTo("kept");
      assertThat(after.get(i).header("Authorization")).isNull();
    }
    assertThat(lab.log("b").get(0).headers().get("x-mark")).isEqualTo("kept");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoBalancersOnOneClientBalanceOnce(boolean async) throws IOException {
    lab(Lab.two());
    try (LoadBalancer other =
        LoadBalancer.builder()
            .set("management.jmx.enabled", false)
            .pool(
                pool ->
                    pool.endpoint(
                        e ->
                            e.name("o")
                                .provider("openai")
                                .baseUrl(lab.endpoints.get("b").baseUrl())
                                .apiKey(lab.key("b"))))
            .build()) {
      OkHttpClient client =
          lab.built(lab.client().addInterceptor(new LoadBalancingInterceptor(other)));
      Response response = execute(client.newCall(Lab.chat(false)), async);
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
      text(response);
      assertThat(lab.balancer.stats().takenOver()).isEqualTo(1);
      assertThat(other.stats().takenOver() + other.stats().passedThrough()).isZero();
    }
  }

  @Test
  void anAnswersHeaderThatNobodyMayWriteBreaksNothing() throws Exception {
    try (Stub odd =
        new Stub(
            (stub, socket) -> {
              Stub.body(stub.head(socket), socket);
              Stub.answer(
                  socket, "200 OK", Stub.CHAT, "content-type: application/json", "odd name: x");
            })) {
      lab(new Lab().endpointAt("a", odd.origin(), e -> {}).start());
      assertThat(text(client().newCall(Lab.chat(false)).execute())).contains("stub");
    }
  }

  // Event listeners.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEventListenerSeesOneCallAndTheKeyOnlyWhereItIsWritten(boolean async) throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    List<Request> written = Collections.synchronizedList(new ArrayList<>());
    OkHttpClient client =
        lab.built(
            lab.client()
                .eventListener(
                    new EventListener() {
                      @Override
                      public void callStart(Call call) {
                        events.add("start");
                      }

                      @Override
                      public void callEnd(Call call) {
                        events.add("end");
                      }

                      @Override
                      public void callFailed(Call call, IOException e) {
                        events.add("failed");
                      }

                      @Override
                      public void requestHeadersEnd(Call call, Request request) {
                        written.add(request);
                      }
                    }));
    text(execute(client.newCall(Lab.chat(false)), async));
    assertThat(events).containsExactly("start", "end");
    // SECURITY.md says so: whoever listens here sees what is on the wire; OkHttp 5 masks it in
    // print.
    assertThat(written).hasSize(2);
    assertThat(written.get(1).header("Authorization")).contains(lab.key("b"));
    boolean printed = written.get(1).toString().contains(lab.key("b"));
    assertThat(printed).isEqualTo("okhttp-4".equals(System.getProperty("ailb.okhttp")));
    assertThat(written.get(1).newBuilder().header("x-api-key", "key").build().toString())
        .contains("x-api-key:key");
  }

  /** Application interceptors are asked for again: by whoever retries above. It gets one try. */
  @Test
  void anInterceptorThatTriesAgainIsBalancedAgain() throws IOException {
    lab(Lab.two())
        .script("a", FaultRule.of(Fault.status(503)).times(1))
        .script("b", FaultRule.of(Fault.status(503)).times(1));
    Interceptor retrying =
        chain -> {
          Response response = chain.proceed(chain.request());
          if (response.code() == 503) {
            response.close();
            return chain.proceed(chain.request());
          }
          return response;
        };
    OkHttpClient client =
        lab.built(
            new OkHttpClient.Builder()
                .addInterceptor(retrying)
                .addInterceptor(new LoadBalancingInterceptor(lab.balancer)));
    Response response = client.newCall(Lab.chat(false)).execute();
    assertThat(response.code()).isEqualTo(200);
    assertThat(text(response)).contains(" answers #");
    assertThat(lab.log("a").size() + lab.log("b").size()).isEqualTo(3);
  }
}
