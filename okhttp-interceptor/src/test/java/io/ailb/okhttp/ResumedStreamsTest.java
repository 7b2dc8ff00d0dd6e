package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code stream.recovery: resume} over real connections. */
@Timeout(60)
class ResumedStreamsTest {
  private static final int TOKENS = 20;
  private static final Pattern TEXT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private Lab lab;

  /** Endpoints b, c, … can go on; a cannot. */
  private OkHttpClient.Builder client(Provider... others) {
    lab = new Lab().endpoint("a", Provider.OPENAI, spec -> spec.tokens(TOKENS), e -> {});
    for (int i = 0; i < others.length; i++) {
      String model = others[i] == Provider.ANTHROPIC ? "claude-haiku-4-5" : "gpt-4o-mini";
      lab.endpoint(
          String.valueOf((char) ('b' + i)),
          others[i],
          spec -> spec.tokens(TOKENS),
          e -> e.models(Map.of("gpt-4o-mini", model)).set("capabilities", Map.of("prefill", true)));
    }
    lab.with(pool -> pool.set("stream.recovery", "resume").set("timeouts.idle", "1s")).start();
    return lab.client();
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    Lab.eventually(ResumedStreamsTest::noThreadIsLeft);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  private static boolean noThreadIsLeft() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().endsWith(" ai-lb"));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            new Fault.Cut(8, true),
            new Fault.Cut(8, false),
            new Fault.ErrorEvent(8, Problem.OVERLOADED),
            new Fault.MalformedEvent(8),
            new Fault.Stall(8, null, null))
        .flatMap(
            fault ->
                Stream.of(Provider.OPENAI, Provider.ANTHROPIC)
                    .map(second -> Arguments.of(fault, second)));
  }

  private static String text(String stream) {
    StringBuilder text = new StringBuilder();
    Matcher pieces = TEXT.matcher(stream);
    while (pieces.find()) {
      text.append(pieces.group(1));
    }
    return text.toString();
  }

  private void isWholeAnswerOfA(String stream) {
    assertThat(text(stream)).startsWith(lab.simulatedName("a") + " answers #");
    assertThat(text(stream).split(" ", -1)).as(stream).hasSize(TOKENS);
    assertThat(text(stream)).contains(": lorem ipsum dolor sit amet consectetur adipiscing elit");
    assertThat(stream).containsOnlyOnce("\"role\"").containsOnlyOnce("[DONE]").endsWith("\n\n");
    assertThat(stream).doesNotContain("\"error\"", "\"broken\"");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void anotherEndpointGoesOnWhereAStreamBreaks(Fault fault, Provider second) throws IOException {
    OkHttpClient client = lab(client(second));
    lab.script("a", FaultRule.of(fault));
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
      isWholeAnswerOfA(response.body().string());
    }
    assertThat(lab.log("a")).hasSize(1);
    assertThat(lab.log("b")).hasSize(1);
  }

  private OkHttpClient lab(OkHttpClient.Builder builder) {
    return lab.built(builder);
  }

  @Test
  void severalGoOnAfterEachOther() throws IOException {
    OkHttpClient client = lab(client(Provider.ANTHROPIC, Provider.OPENAI));
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    lab.script("b", FaultRule.of(new Fault.Cut(5, true)));
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      isWholeAnswerOfA(response.body().string());
    }
    assertThat(lab.log("c")).hasSize(1);
  }

  @Test
  void anAsynchronousCallGoesOnAsWell() throws Exception {
    OkHttpClient client = lab(client(Provider.OPENAI));
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    CompletableFuture<String> answer = new CompletableFuture<>();
    client
        .newCall(Lab.chat(true))
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call call, Response response) {
                try (response) {
                  answer.complete(response.body().string());
                } catch (IOException e) {
                  answer.completeExceptionally(e);
                }
              }
            });
    isWholeAnswerOfA(answer.get(20, TimeUnit.SECONDS));
  }

  @Test
  void theApplicationsInterceptorsSeeOneMoreCallWithoutABody() throws IOException {
    OkHttpClient.Builder builder = client(Provider.OPENAI);
    List<String> seen = new ArrayList<>();
    builder
        .interceptors()
        .add(
            0,
            chain -> {
              Response response = chain.proceed(chain.request());
              seen.add(chain.request().url().host() + " " + response.code());
              return response;
            });
    OkHttpClient client = lab(builder);
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      isWholeAnswerOfA(response.body().string());
    }
    assertThat(seen).containsExactly("api.openai.com 200", "api.openai.com 204");
  }

  @Test
  void whereOneOfThemFailsTheAnswerBreaksAsItDid() throws IOException {
    OkHttpClient.Builder builder = client(Provider.OPENAI);
    AtomicInteger calls = new AtomicInteger();
    builder
        .interceptors()
        .add(
            0,
            chain -> {
              if (calls.incrementAndGet() > 1) {
                throw new IOException("only one call");
              }
              return chain.proceed(chain.request());
            });
    OkHttpClient client = lab(builder);
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    StringBuilder received = new StringBuilder();
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThatThrownBy(() -> read(response, received)).isInstanceOf(IOException.class);
    }
    assertThat(received).contains("\"error\"").doesNotContain("only one call", "[DONE]");
    assertThat(lab.log("b")).isEmpty();
  }

  private static void read(Response response, StringBuilder received) throws IOException {
    BufferedSource source = response.body().source();
    while (!source.exhausted()) {
      received.append(source.readUtf8Line()).append('\n');
    }
  }

  @Test
  void whereThePrefillIsRefusedTheAnswerBreaksAsItDid() throws IOException {
    OkHttpClient client = lab(client(Provider.OPENAI));
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    lab.script(
        "b",
        FaultRule.of(
                new Fault.Status(
                    400,
                    "{\"error\":{\"message\":\"This model does not support assistant message"
                        + " prefill.\"}}",
                    null))
            .prefill(true));
    StringBuilder received = new StringBuilder();
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThatThrownBy(() -> read(response, received)).isInstanceOf(IOException.class);
    }
    assertThat(received).contains("endpoint a: ").doesNotContain("prefill", "[DONE]");
    assertThat(lab.log("b")).hasSize(1);
  }

  @Test
  void cancellationReachesWhoGoesOn() throws Exception {
    OkHttpClient client = lab(patient());
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    lab.script("b", FaultRule.of(new Fault.Stall(3, 60_000L, null)));
    Call call = client.newCall(Lab.chat(true));
    try (Response response = call.execute()) {
      StringBuilder received = new StringBuilder();
      CompletableFuture<Long> left = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  read(response, received);
                  left.completeExceptionally(new AssertionError("it went on: " + received));
                } catch (IOException e) {
                  left.complete(System.nanoTime());
                }
              });
      reader.start();
      Lab.eventually(() -> lab.simulated("b").inFlight() == 1 && isReading(reader));
      long cancelled = System.nanoTime();
      call.cancel();
      assertThat(Duration.ofNanos(left.get(10, TimeUnit.SECONDS) - cancelled))
          .isLessThan(Duration.ofSeconds(1));
    }
    Lab.eventually(() -> lab.simulated("b").inFlight() == 0);
  }

  private static boolean isReading(Thread thread) {
    return Stream.of(thread.getStackTrace()).anyMatch(f -> f.getMethodName().equals("readWithin"));
  }

  /** Whose limits for silence are longer than a test. */
  private OkHttpClient.Builder patient() {
    lab =
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec.tokens(TOKENS), e -> {})
            .endpoint(
                "b",
                Provider.OPENAI,
                spec -> spec.tokens(TOKENS),
                e -> e.set("capabilities", Map.of("prefill", true)))
            .with(pool -> pool.set("stream.recovery", "resume"))
            .start();
    return lab.client();
  }

  @Test
  void theCallsTimeHoldsForTheRest() throws IOException {
    OkHttpClient client = lab(patient().callTimeout(Duration.ofSeconds(2)));
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    lab.script("b", FaultRule.of(new Fault.Stall(3, 60_000L, null)));
    long began = System.nanoTime();
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThatThrownBy(() -> read(response, new StringBuilder())).isInstanceOf(IOException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void whoClosesInTheMiddleLeaves() throws Exception {
    OkHttpClient client = lab(patient());
    lab.script("a", FaultRule.of(new Fault.Cut(5, true)));
    lab.script("b", FaultRule.of(new Fault.Stall(3, 60_000L, null)));
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      BufferedSource source = response.body().source();
      StringBuilder received = new StringBuilder();
      while (text(received.toString()).split(" ", -1).length < 7) {
        received.append(source.readUtf8Line()).append('\n');
      }
    }
    Lab.eventually(() -> lab.simulated("b").inFlight() == 0);
  }
}
