package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.LogEntry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain client with real requests; runs on OkHttp 4 and on 5. */
@Timeout(60)
class InterceptorTest {
  private Lab lab;

  private Lab lab(Lab newLab) {
    lab = newLab;
    return newLab;
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  private OkHttpClient client() {
    return lab.built(lab.client());
  }

  private static Response execute(OkHttpClient client, Request request, boolean async)
      throws IOException {
    Call call = client.newCall(request);
    if (!async) {
      return call.execute();
    }
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            answer.complete(response);
          }
        });
    try {
      return answer.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Response response) throws IOException {
    try (response) {
      return response.body().string();
    }
  }

  @Test
  void itRunsOnTheOkHttpThatItIsTestedWith() {
    lab(Lab.two());
    String line = System.getProperty("ailb.okhttp");
    boolean five;
    try {
      Class.forName("okhttp3.Gzip"); // new in 5
      five = true;
    } catch (ClassNotFoundException e) {
      five = false;
    }
    assertThat(five).isEqualTo("okhttp-5".equals(line));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void anAnswerComesFromThePool(boolean stream, boolean async) throws IOException {
    lab(Lab.two());
    Response response = execute(client(), Lab.chat(stream), async);
    assertThat(response.code()).isEqualTo(200);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(response.header("x-ai-lb-attempts")).isEqualTo("1");
    assertThat(text(response)).contains(lab.simulatedName("a"));
    LogEntry entry = lab.log("a").get(0);
    assertThat(entry.keyOwner()).isEqualTo(lab.simulatedName("a"));
    assertThat(entry.doubleCredential()).isFalse();
    assertThat(entry.complete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void aFailingEndpointIsReplacedUnseen(boolean stream, boolean async) throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    Response response = execute(client(), Lab.chat(stream), async);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(text(response)).contains(lab.simulatedName("b"));
    assertThat(lab.log("b").get(0).keyOwner()).isEqualTo(lab.simulatedName("b"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyWayToFailBeforeTheFirstContentIsReplaced(boolean stream) throws IOException {
    lab(Lab.two());
    List<Fault> faults =
        List.of(
            Fault.rateLimit(7),
            Fault.status(500),
            new Fault.Failure(Problem.OVERLOADED),
            new Fault.Failure(Problem.UNAUTHORIZED),
            new Fault.Reset(),
            new Fault.Cut(0, true),
            new Fault.Cut(0, false),
            new Fault.ErrorEvent(0, Problem.OVERLOADED),
            new Fault.MalformedEvent(0),
            new Fault.ResetInBody(3));
    OkHttpClient client = client();
    for (Fault fault : faults) {
      lab.script("a", FaultRule.of(fault).times(2));
      Response response = client.newCall(Lab.chat(stream)).execute();
      assertThat(response.code()).as(fault.toString()).isEqualTo(200);
      assertThat(text(response)).as(fault.toString()).contains(lab.simulatedName("b"));
      lab.balancer.stats();
      lab.close();
      lab(Lab.two());
      client = client();
    }
  }

  @Test
  void aDeadEndpointIsReplaced() throws IOException {
    lab(Lab.two()).down("a");
    assertThat(text(client().newCall(Lab.chat(false)).execute())).contains(lab.simulatedName("b"));
  }

  @Test
  void aStreamArrivesEventByEvent() throws IOException {
    lab(
        new Lab()
            .endpoint(
                "a",
                Provider.OPENAI,
                spec -> spec.latency(new io.ailb.simulator.plan.Latency(0, 0, 200)).tokens(10),
                e -> {})
            .start());
    List<Long> arrivals = new ArrayList<>();
    try (Response response = client().newCall(Lab.chat(true)).execute()) {
      while (!response.body().source().exhausted()) {
        String line = response.body().source().readUtf8LineStrict();
        if (line.startsWith("data:")) {
          arrivals.add(System.nanoTime());
        }
      }
    }
    assertThat(arrivals).hasSizeGreaterThan(10);
    long spread = arrivals.get(arrivals.size() - 1) - arrivals.get(0);
    assertThat(Duration.ofNanos(spread)).isGreaterThan(Duration.ofMillis(600));
  }

  @Test
  void aStreamThatBreaksEndsInTheDialectsErrorAndAnException() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Cut(3, true)));
    StringBuilder received = new StringBuilder();
    try (Response response = client().newCall(Lab.chat(true)).execute()) {
      assertThatThrownBy(
              () -> {
                while (!response.body().source().exhausted()) {
                  received.append(response.body().source().readUtf8LineStrict()).append('\n');
                }
              })
          .isInstanceOf(IOException.class);
    }
    assertThat(received).contains("data: {\"error\":{").doesNotContain("[DONE]");
  }

  @Test
  void exhaustionIsAnAnswerNotAnException() throws IOException {
    lab(Lab.two())
        .script("a", FaultRule.of(Fault.status(503)))
        .script("b", FaultRule.of(Fault.status(503)));
    Response response = client().newCall(Lab.chat(false)).execute();
    assertThat(response.code()).isEqualTo(503);
    assertThat(response.header("x-should-retry")).isEqualTo("false");
    assertThat(text(response)).contains("no endpoint can take model gpt-4o-mini now");
  }

  /**
   * As google-genai does, which does not know x-should-retry: 4 for us, and one for each of its.
   */
  @Test
  void aLoopInsideTheClientAddsItsTriesAndDoesNotMultiplyOurs() throws IOException {
    lab(Lab.two())
        .script("a", FaultRule.of(Fault.status(500)))
        .script("b", FaultRule.of(Fault.status(500)));
    Interceptor loop =
        chain -> {
          Response response = chain.proceed(chain.request());
          for (int i = 1; i < 5 && response.code() >= 500; i++) {
            response.close();
            response = chain.proceed(chain.request());
          }
          return response;
        };
    OkHttpClient.Builder builder = client().newBuilder();
    builder.interceptors().add(0, loop);
    OkHttpClient looping = builder.build();
    assertThat(looping.newCall(Lab.chat(false)).execute().code()).isGreaterThanOrEqualTo(500);
    assertThat(lab.log("a").size() + lab.log("b").size()).isEqualTo(8);
  }

  @Test
  void theCallersFaultComesBackUnchanged() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Failure(Problem.CONTEXT_LENGTH)));
    Response response = client().newCall(Lab.chat(false)).execute();
    assertThat(response.code()).isEqualTo(400);
    assertThat(text(response)).contains("context_length_exceeded");
    assertThat(lab.log("b")).isEmpty();
  }

  // What is not ours.

  @Test
  void otherRequestsPassUntouchedWithTheirOwnKey() throws IOException {
    lab(Lab.two());
    Request files =
        new Request.Builder()
            .url(lab.endpoints.get("a").baseUrl() + "/files")
            .header("Authorization", "Bearer unknown-to-all-of-us")
            .build();
    text(client().newCall(files).execute());
    LogEntry entry = lab.log("a").get(0);
    assertThat(entry.path()).isEqualTo("/v1/files");
    assertThat(entry.headers().get("authorization")).contains("<unknown key>");
    assertThat(lab.balancer.stats().takenOver()).isZero();
    assertThat(lab.balancer.stats().passedThrough()).isZero();
  }

  @Test
  void aModelThatNobodyServesPassesWithItsOwnKeyAlsoWhenItsBodyCanBeWrittenOnce()
      throws IOException {
    lab(
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec, e -> e.set("models", List.of("gpt-4o")))
            .start());
    AtomicInteger written = new AtomicInteger();
    RequestBody once =
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
            written.incrementAndGet();
            sink.writeUtf8(
                "{\"model\":\"other\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
          }
        };
    Request request =
        new Request.Builder()
            .url(lab.endpoints.get("a").baseUrl() + "/chat/completions")
            .header("Authorization", "Bearer " + lab.key("a"))
            .post(once)
            .build();
    Response response = client().newCall(request).execute();
    assertThat(response.code()).isIn(200, 400);
    text(response);
    assertThat(written).hasValue(1);
    assertThat(lab.log("a").get(0).model()).isEqualTo("other");
    assertThat(lab.balancer.stats().passedThrough()).isEqualTo(1);
  }

  @Test
  void aOneShotBodyIsBalancedAndFailsOver() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    RequestBody once =
        new RequestBody() {
          private boolean used;

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
            if (used) {
              throw new IOException("written twice");
            }
            used = true;
            sink.writeUtf8(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
          }
        };
    Request request = Lab.chat(false).newBuilder().post(once).build();
    assertThat(text(client().newCall(request).execute())).contains(lab.simulatedName("b"));
  }

  @Test
  void aGzippedBodyIsReadAndItsModelReplaced() throws IOException {
    lab(
        new Lab()
            .endpoint(
                "a",
                Provider.OPENAI,
                spec -> spec.models(List.of("sent")).keepBodies(true),
                e -> e.model("sent"))
            .start());
    Buffer folded = new Buffer();
    try (GZIPOutputStream gzip = new GZIPOutputStream(folded.outputStream())) {
      gzip.write(
          "{\"model\":\"asked\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Request request =
        Lab.chat(false)
            .newBuilder()
            .header("Content-Encoding", "gzip")
            .post(RequestBody.create(Lab.JSON, folded.readByteArray()))
            .build();
    assertThat(text(client().newCall(request).execute())).contains(lab.simulatedName("a"));
    assertThat(lab.log("a").get(0).body()).startsWith("{\"model\":\"sent\",");
    assertThat(lab.log("a").get(0).headers()).doesNotContainKey("content-encoding");
  }

  // Other dialects than OpenAI's, each to endpoints of its own.

  /** Else one that was read by somebody before would be an empty one, and nobody would know. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatWasReadOrClosedSaysSo(boolean stream) throws IOException {
    lab(Lab.two());
    Response read = client().newCall(Lab.chat(stream)).execute();
    assertThat(read.body().string()).isNotEmpty();
    assertThatThrownBy(() -> read.body().string()).hasMessage("closed");
    Response closed = client().newCall(Lab.chat(stream)).execute();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.body().string()).hasMessage("closed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anthropicIsBalancedOverAnthropic(boolean stream) throws IOException {
    lab(new Lab()
            .endpoint("a", Provider.ANTHROPIC, spec -> spec, e -> {})
            .endpoint("b", Provider.ANTHROPIC, spec -> spec, e -> {})
            .start())
        .script("a", FaultRule.of(new Fault.Failure(Problem.OVERLOADED)));
    Request request =
        new Request.Builder()
            .url("https://api.anthropic.com/v1/messages")
            .header("x-api-key", "the-callers-own-key")
            .header("anthropic-version", "2023-06-01")
            .post(
                RequestBody.create(
                    Lab.JSON,
                    "{\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"claude\",\"stream\":"
                        + stream
                        + "}"))
            .build();
    Response response = client().newCall(request).execute();
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(text(response)).contains(stream ? "message_stop" : "\"stop_reason\":\"end_turn\"");
    assertThat(lab.log("b").get(0).keyOwner()).isEqualTo(lab.simulatedName("b"));
    assertThat(lab.log("b").get(0).headers().get("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(lab.pooled("b").outputTokens()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":generateContent", ":streamGenerateContent?alt=sse", ":streamGenerateContent"})
  void geminiIsBalancedOverGemini(String method) throws IOException {
    lab(new Lab()
            .endpoint("a", Provider.GEMINI, spec -> spec, e -> {})
            .endpoint("b", Provider.GEMINI, spec -> spec, e -> {})
            .start())
        .script("a", FaultRule.of(new Fault.Failure(Problem.UNAUTHORIZED)));
    String mark = method.contains("?") ? "&" : "?";
    Request request =
        new Request.Builder()
            .url(
                "https://generativelanguage.googleapis.com/v1beta/models/gemini-x"
                    + method
                    + mark
                    + "key=the-callers-own-key")
            .post(
                RequestBody.create(
                    Lab.JSON, "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}"))
            .build();
    Response response = client().newCall(request).execute();
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(text(response)).contains("STOP");
    assertThat(lab.log("b").get(0).keyOwner()).isEqualTo(lab.simulatedName("b"));
    assertThat(lab.pooled("b").outputTokens()).isPositive();
  }

  // Whatever the application configured still holds.

  @Test
  void otherInterceptorsSeeOneCallAboveAndEachTryBelowAndNeverAKey() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    List<Request> above = Collections.synchronizedList(new ArrayList<>());
    List<Request> below = Collections.synchronizedList(new ArrayList<>());
    List<Request> network = Collections.synchronizedList(new ArrayList<>());
    List<Response> answers = Collections.synchronizedList(new ArrayList<>());
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    builder.addInterceptor(watching(above, answers));
    builder.addInterceptor(new LoadBalancingInterceptor(lab.balancer));
    builder.addInterceptor(watching(below, answers));
    builder.addNetworkInterceptor(watching(network, answers));
    Response response = lab.built(builder).newCall(Lab.chat(false)).execute();
    text(response);
    assertThat(above).hasSize(1);
    assertThat(below).hasSize(2);
    assertThat(network).hasSize(2);
    for (Request request : below) {
      assertThat(request.header("Authorization")).isNull();
    }
    for (Request request : network) {
      assertThat(request.headers().toString()).doesNotContain("secret-key");
      assertThat(request.toString()).doesNotContain("secret-key");
    }
    for (Response seen : answers) {
      for (Response r = seen; r != null; r = r.networkResponse()) {
        assertThat(r.request().headers().toString()).doesNotContain("secret-key");
      }
    }
    assertThat(response.request().url().host()).isEqualTo("api.openai.com");
    assertThat(response.networkResponse()).isNull();
    assertThat(response.priorResponse()).isNull();
  }

  private static Interceptor watching(List<Request> requests, List<Response> answers) {
    return chain -> {
      requests.add(chain.request());
      Response response = chain.proceed(chain.request());
      answers.add(response);
      return response;
    };
  }

  @Test
  void anEventListenerSeesOneCall() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(503)));
    AtomicInteger starts = new AtomicInteger();
    AtomicInteger ends = new AtomicInteger();
    OkHttpClient client =
        lab.built(
            lab.client()
                .eventListener(
                    new EventListener() {
                      @Override
                      public void callStart(Call call) {
                        starts.incrementAndGet();
                      }

                      @Override
                      public void callEnd(Call call) {
                        ends.incrementAndGet();
                      }
                    }));
    text(client.newCall(Lab.chat(false)).execute());
    assertThat(starts).hasValue(1);
    assertThat(ends).hasValue(1);
  }

  @Test
  void theApplicationsTagStaysOnTheTries() throws IOException {
    lab(Lab.two());
    AtomicReference<Object> seen = new AtomicReference<>();
    OkHttpClient client =
        lab.built(
            lab.client()
                .addNetworkInterceptor(
                    chain -> {
                      seen.set(chain.request().tag());
                      return chain.proceed(chain.request());
                    }));
    text(client.newCall(Lab.chat(false).newBuilder().tag("mine").build()).execute());
    assertThat(seen).hasValue("mine");
  }

  @Test
  void addedTwiceItWorksOnce() throws IOException {
    lab(Lab.two());
    OkHttpClient client =
        lab.built(lab.client().addInterceptor(new LoadBalancingInterceptor(lab.balancer)));
    text(client.newCall(Lab.chat(false)).execute());
    assertThat(lab.balancer.stats().takenOver()).isEqualTo(1);
  }

  @Test
  void aRedirectToAnotherHostCarriesNeitherKeyNorPrompt() throws IOException {
    lab(Lab.two());
    String elsewhere = lab.endpoints.get("b").baseUrl().replace("127.0.0.1", "localhost");
    lab.script("a", FaultRule.of(new Fault.Redirect(elsewhere + "/chat/completions", 307)));
    Response response = client().newCall(Lab.chat(false)).execute();
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    text(response);
    assertThat(lab.log("b")).hasSize(1);
    assertThat(lab.log("b").get(0).headers().get("host")).startsWith("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void http2Works(boolean stream) throws IOException {
    lab(
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec.http2(true), e -> {})
            .endpoint("b", Provider.OPENAI, spec -> spec.http2(true), e -> {})
            .start());
    lab.script("a", FaultRule.of(Fault.status(503)));
    OkHttpClient client =
        lab.built(lab.client().protocols(List.of(okhttp3.Protocol.H2_PRIOR_KNOWLEDGE)));
    Response response = client.newCall(Lab.chat(stream)).execute();
    assertThat(response.protocol()).isEqualTo(okhttp3.Protocol.H2_PRIOR_KNOWLEDGE);
    assertThat(text(response)).contains(lab.simulatedName("b"));
    assertThat(lab.log("b").get(0).protocol()).isEqualTo("HTTP/2");
  }

  @Test
  void theCallTimeoutSpansAllTriesAndWaits() throws IOException {
    lab(Lab.two())
        .script("a", FaultRule.of(new Fault.Silence(null)))
        .script("b", FaultRule.of(new Fault.Silence(null)));
    OkHttpClient client = lab.built(lab.client().callTimeout(700, TimeUnit.MILLISECONDS));
    long began = System.nanoTime();
    assertThatThrownBy(() -> client.newCall(Lab.chat(false)).execute())
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aWaitForAPlaceEndsWithTheCallTimeout() throws Exception {
    lab(
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec, e -> e.set("limits.rpm", 1))
            .start());
    OkHttpClient client = lab.built(lab.client().callTimeout(600, TimeUnit.MILLISECONDS));
    text(client().newCall(Lab.chat(false)).execute());
    long began = System.nanoTime();
    Response response = client.newCall(Lab.chat(false)).execute();
    assertThat(response.code()).isEqualTo(429); // the limit is known to last longer than the call
    text(response);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void theReadTimeoutHoldsForEachTry() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Silence(null)));
    OkHttpClient client = lab.built(lab.client().readTimeout(1, TimeUnit.SECONDS));
    Response response = client.newCall(Lab.chat(false)).execute();
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    text(response);
  }

  @Test
  void theReadTimeoutHoldsInTheBody() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Stall(2, null, null)));
    OkHttpClient client = lab.built(lab.client().readTimeout(1, TimeUnit.SECONDS));
    long began = System.nanoTime();
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void ourIdleLimitHoldsWhereTheClientHasNone() throws IOException {
    lab(new Lab()
            .with(pool -> pool.set("timeouts.idle", "300ms"))
            .endpoint("a")
            .endpoint("b")
            .start())
        .script("a", FaultRule.of(new Fault.Stall(2, null, null)));
    OkHttpClient client = lab.built(lab.client().readTimeout(0, TimeUnit.MILLISECONDS));
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
    }
    assertThat(lab.pooled("a").timeouts()).isEqualTo(1);
  }

  @Test
  void aSlowFirstTokenMovesTheRequestOn() throws IOException {
    lab(new Lab()
            .endpoint(
                "a", Provider.OPENAI, spec -> spec, e -> e.set("timeouts.firstToken", "300ms"))
            .endpoint("b")
            .start())
        .script("a", FaultRule.of(new Fault.SlowFirstToken(20_000, null)));
    Response response = client().newCall(Lab.chat(true)).execute();
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    text(response);
  }

  // Cancelling.

  @ParameterizedTest
  @ValueSource(strings = {"silence", "hold", "body"})
  void cancelClosesTheConnectionAndFreesThePlace(String where) throws Exception {
    lab(Lab.two());
    Fault fault =
        switch (where) {
          case "silence" -> new Fault.Silence(null);
          case "hold" -> new Fault.SlowFirstToken(60_000, null);
          default -> new Fault.Stall(2, null, null);
        };
    lab.script("a", FaultRule.of(fault)).script("b", FaultRule.of(fault));
    Call call = client().newCall(Lab.chat(true));
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Throwable> thrown =
        CompletableFuture.supplyAsync(
            () -> {
              try (Response response = call.execute()) {
                if (where.equals("body")) {
                  response.body().source().readUtf8LineStrict();
                  reading.countDown();
                }
                response.body().string();
                return new AssertionError("it ended well");
              } catch (Throwable e) {
                return e;
              }
            });
    if (where.equals("body")) {
      assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
    } else {
      Lab.eventually(() -> lab.simulated("a").inFlight() == 1);
    }
    long cancelled = System.nanoTime();
    call.cancel();
    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - cancelled)).isLessThan(Duration.ofSeconds(1));
    Lab.eventually(() -> lab.simulated("a").inFlight() == 0);
    assertThat(lab.log("a").get(0).clientLeftAtMillis()).isNotNull();
    assertThat(lab.log("b")).isEmpty();
    assertThat(lab.pooled("a").failures()).isZero();
  }

  @Test
  void cancelEndsAWaitForAPlace() throws Exception {
    lab(new Lab().endpoint("a", Provider.OPENAI, spec -> spec, e -> {}).start());
    lab.script("a", FaultRule.of(Fault.rateLimit(30)));
    Call call = client().newCall(Lab.chat(false));
    CompletableFuture<Throwable> thrown =
        CompletableFuture.supplyAsync(
            () -> {
              try (Response response = call.execute()) {
                return new AssertionError("answered " + response.code());
              } catch (IOException e) {
                return e;
              }
            });
    Lab.eventually(() -> lab.balancer.stats().pools().get(0).queued() == 1);
    call.cancel();
    assertThat(thrown.get(5, TimeUnit.SECONDS))
        .isInstanceOf(IOException.class)
        .hasMessage("Canceled");
    assertThat(lab.balancer.stats().pools().get(0).queued()).isZero();
  }

  @Test
  void anInterruptEndsTheCall() throws Exception {
    lab(Lab.two())
        .script("a", FaultRule.of(new Fault.Silence(null)))
        .script("b", FaultRule.of(new Fault.Silence(null)));
    OkHttpClient client = client();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try (Response response = client.newCall(Lab.chat(false)).execute()) {
                thrown.set(new AssertionError("answered " + response.code()));
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    thread.start();
    Lab.eventually(() -> lab.simulated("a").inFlight() == 1);
    thread.interrupt();
    // OkHttp notices an interrupt when it next waits through okio; a blocked socket read does not.
    lab.down("a");
    thread.join(10_000);
    assertThat(thrown.get()).isInstanceOf(IOException.class);
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void closingABodyEarlyFreesThePlaceAndTheConnection() throws Exception {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Stall(2, null, null)));
    Response response = client().newCall(Lab.chat(true)).execute();
    response.body().source().readUtf8LineStrict();
    assertThat(lab.inFlight()).isEqualTo(1);
    response.close();
    assertThat(lab.inFlight()).isZero();
    Lab.eventually(() -> lab.simulated("a").inFlight() == 0);
  }

  @ParameterizedTest
  @CsvSource({"408,", "408, 0", "503, 0"})
  void okHttpItselfSendsNothingAgain(int status, String retryAfter) throws Exception {
    Map<String, String> headers = retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter);
    lab(new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec, e -> e.set("limits.rpm", 50))
            .with(pool -> pool.set("retries.maxAttempts", 1))
            .start())
        .script("a", FaultRule.of(new Fault.Status(status, "{}", headers)));
    try (Response response = client().newCall(Lab.chat(false)).execute()) {
      assertThat(response.header("Retry-After")).isNotEqualTo("unsaid");
    }
    assertThat(lab.log("a")).hasSize(1);
    assertThat(lab.pooled("a").requestsPerMinuteUsed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void norDoesItWhenAConnectionBreaksThatWasOpenBefore(boolean stream) throws Exception {
    lab(
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec, e -> e.set("limits.rpm", 50))
            .with(pool -> pool.set("retries.maxAttempts", 1))
            .start());
    OkHttpClient client = client();
    try (Response first = client.newCall(Lab.chat(stream)).execute()) {
      assertThat(first.body().string()).contains("answers");
    }
    lab.script("a", FaultRule.of(new Fault.Silence(50L)).times(1));
    try (Response second = client.newCall(Lab.chat(stream)).execute()) {
      assertThat(second.code()).isGreaterThanOrEqualTo(500);
      assertThat(second.header("x-ai-lb-attempts")).isEqualTo("1");
    }
    assertThat(lab.log("a")).hasSize(2);
    assertThat(lab.pooled("a").requestsPerMinuteUsed()).isEqualTo(2);
  }

  @Test
  void aStreamMayPauseLongerThanItsFirstTokenMay() throws Exception {
    lab(new Lab()
            .endpoint("a")
            .endpoint("b")
            .with(pool -> pool.set("timeouts.firstToken", "1s").set("timeouts.headers", "1s"))
            .start())
        .script("a", FaultRule.of(new Fault.Stall(2, 1_800L, null)));
    try (Response response = client().newCall(Lab.chat(true)).execute()) {
      assertThat(response.body().string()).contains("[DONE]"); // the pause is real time
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
    }
  }

  @Test
  void whatOkHttpThrowsUndeclaredFreesThePlaceToo() {
    lab(Lab.two());
    OkHttpClient client =
        lab.built(
            lab.client()
                .addNetworkInterceptor(
                    chain -> {
                      throw sneaky(new InterruptedException("raw"));
                    }));
    assertThatThrownBy(() -> client.newCall(Lab.chat(false)).execute())
        .isInstanceOf(InterruptedException.class);
    assertThat(lab.inFlight()).isZero();
  }

  @SuppressWarnings("unchecked") // as Kotlin throws
  private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void anEndpointThatIsSilentUntilItsCallersLeaveIsTakenOut() throws Exception {
    lab(new Lab()
            .endpoint("a")
            .endpoint("b")
            .with(pool -> pool.set("breaker.consecutiveFailures", 2))
            .start())
        .script("a", FaultRule.of(new Fault.Silence(null)));
    OkHttpClient client = lab.built(lab.client().callTimeout(300, TimeUnit.MILLISECONDS));
    for (int i = 0; i < 20 && lab.pooled("a").failures() < 2; i++) {
      assertThatThrownBy(() -> client.newCall(Lab.chat(false)).execute())
          .isInstanceOf(InterruptedIOException.class); // perhaps before a had it
    }
    Lab.eventually(() -> lab.pooled("a").state().equals("OPEN"));
    try (Response response = client().newCall(Lab.chat(false)).execute()) {
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    }
  }

  @Test
  void aLostBodyFreesThePlace() throws Exception {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Stall(2, null, null)));
    OkHttpClient client = client();
    lose(client);
    assertThat(lab.inFlight()).isEqualTo(1);
    Lab.eventually(
        () -> {
          System.gc();
          return lab.balancer.stats().answersLost() == 1; // told after the place was given back
        });
    assertThat(lab.inFlight()).isZero();
    client.dispatcher().cancelAll();
    lab.down("a");
  }

  private static void lose(OkHttpClient client) throws IOException {
    client.newCall(Lab.chat(true)).execute();
  }

  @Test
  void limitsAreKeptAcrossThreads() throws Exception {
    lab(
        new Lab()
            .with(pool -> pool.set("queue.maxWait", "0s"))
            .endpoint(
                "a",
                Provider.OPENAI,
                spec -> spec.limits(Limits.builder().rpm(40).build()),
                e -> e.set("limits.rpm", 40).set("learnLimits", false))
            .start());
    OkHttpClient client = client();
    AtomicInteger good = new AtomicInteger();
    AtomicInteger limited = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (Response response = client.newCall(Lab.chat(false)).execute()) {
                  (response.code() == 200 ? good : limited).incrementAndGet();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(good).hasValue(40);
    assertThat(limited).hasValue(24);
    assertThat(lab.simulated("a").requests()).isEqualTo(40);
  }
}
