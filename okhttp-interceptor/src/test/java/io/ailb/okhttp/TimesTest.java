package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits how long, and who leaves when. */
class TimesTest extends LabTest {
  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  // Connecting.

  @ParameterizedTest
  @ValueSource(strings = {"timeouts.headers", "timeouts.connect"})
  void anAddressThatDoesNotAnswerIsLeftInTime(String limit) throws IOException {
    try (BlackHole hole = new BlackHole()) {
      lab(
          new Lab()
              .endpointAt("a", hole.origin(), e -> e.set(limit, "500ms"))
              .endpoint("b")
              .start());
      OkHttpClient client = lab.built(lab.client().connectTimeout(20, TimeUnit.SECONDS));
      long began = System.nanoTime();
      Response response = client.newCall(Lab.chat(false)).execute();
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
      text(response);
      assertThat(since(began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  /** OkHttp would try again by itself, and what it said then would be that nothing was sent. */
  @Test
  void whatWasSentBeforeAConnectionBrokeIsCounted() throws Exception {
    try (Stub dying =
        new Stub(
            (stub, socket) -> {
              Stub.body(stub.head(socket), socket);
              Stub.answer(socket, "200 OK", Stub.CHAT, "content-type: application/json");
              Stub.body(stub.head(socket), socket);
              stub.refuse();
            })) {
      lab(
          new Lab()
              .with(pool -> pool.set("retries.maxAttempts", 1))
              .endpointAt("a", dying.origin(), e -> e.set("limits.rpm", 50))
              .start());
      OkHttpClient client = client();
      assertThat(client.newCall(Lab.chat(false)).execute().body().string()).contains("stub");
      Response failed = client.newCall(Lab.chat(false)).execute();
      assertThat(text(failed)).contains("unexpected end of stream");
      assertThat(dying.heads).hasSize(2);
      assertThat(lab.pooled("a").requestsPerMinuteUsed()).isEqualTo(2);
    }
  }

  // Holding back.

  /** Pings keep its read timeout from striking, and its call timeout leaves time enough. */
  @ParameterizedTest
  @CsvSource({"false, 1", "false, 2", "true, 1", "true, 2"})
  void aLateFirstTokenIsAnsweredAsWithoutUs(boolean async, int endpoints) throws Exception {
    Lab own = new Lab().endpoint("a");
    lab((endpoints == 1 ? own : own.endpoint("b")).start())
        .script("a", FaultRule.of(new Fault.SlowFirstToken(2_000, 200L)));
    OkHttpClient.Builder impatient = new OkHttpClient.Builder();
    for (OkHttpClient.Builder client : List.of(impatient, lab.client())) {
      client.readTimeout(1, TimeUnit.SECONDS).callTimeout(5, TimeUnit.SECONDS);
      Request request =
          client == impatient
              ? Lab.chat(true)
                  .newBuilder()
                  .url(lab.endpoints.get("a").baseUrl() + "/chat/completions")
                  .header("Authorization", "Bearer " + lab.key("a"))
                  .build()
              : Lab.chat(true);
      String text = text(execute(lab.built(client).newCall(request), async));
      assertThat(text).contains(lab.simulatedName("a")).endsWith("data: [DONE]\n\n");
    }
    assertThat(lab.log("a")).hasSize(2);
  }

  /** Each byte would give OkHttp new patience. */
  @Test
  void aHeadThatTricklesIsLeftInTime() throws IOException {
    try (Stub trickling =
        new Stub(
            (stub, socket) -> {
              Stub.body(stub.head(socket), socket);
              while (true) { // until the client has hung up
                socket.getOutputStream().write('H');
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
              }
            })) {
      lab(
          new Lab()
              .endpointAt("a", trickling.origin(), e -> e.set("timeouts.headers", "300ms"))
              .endpoint("b")
              .start());
      OkHttpClient client = lab.built(lab.client().callTimeout(20, TimeUnit.SECONDS));
      long began = System.nanoTime();
      Response response = client.newCall(Lab.chat(false)).execute();
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
      text(response);
      assertThat(since(began)).isLessThan(Duration.ofSeconds(5));
      assertThat(lab.pooled("a").timeouts()).isEqualTo(1);
    }
  }

  // Call timeouts.

  @Test
  void whatIsLeftOfACallTimeoutIsCountedFromTheFirstSight() {
    lab(Lab.two());
    OkHttpClient client = lab.built(lab.client().callTimeout(10, TimeUnit.SECONDS));
    Call call = client.newCall(Lab.chat(false));
    long first = Deadlines.of(call).totalNanos();
    long now = System.nanoTime();
    while (System.nanoTime() == now) {}
    assertThat(first).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    assertThat(Deadlines.of(call).totalNanos()).isLessThan(first);
    assertThat(Deadlines.of(client.newCall(Lab.chat(false))).totalNanos()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRealWaitInTheQueueEndsWithTheCallTimeout(boolean async) throws Exception {
    lab(new Lab()
            .endpoint("a", Provider.OPENAI, s -> s, e -> e.set("limits.concurrency", 1))
            .start())
        .script("a", FaultRule.of(new Fault.Silence(null)));
    Call first = client().newCall(Lab.chat(false));
    CompletableFuture<Response> under = enqueue(first);
    Lab.eventually(() -> lab.simulated("a").inFlight() == 1);
    OkHttpClient impatient = lab.built(lab.client().callTimeout(500, TimeUnit.MILLISECONDS));
    long began = System.nanoTime();
    assertThatThrownBy(() -> execute(impatient.newCall(Lab.chat(false)), async))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("timeout");
    assertThat(since(began)).isBetween(Duration.ofMillis(450), Duration.ofSeconds(2));
    assertThat(lab.balancer.stats().pools().get(0).queued()).isZero();
    assertThat(lab.log("a")).hasSize(1);
    first.cancel();
    assertThatThrownBy(() -> under.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  // Cancelling.

  @ParameterizedTest
  @CsvSource({
    "queue, false",
    "queue, true",
    "head, false",
    "head, true",
    "hold, false",
    "hold, true",
    "body, false",
    "body, true"
  })
  void cancelReachesWhateverIsUnderWay(String where, boolean async) throws Exception {
    lab(
        new Lab()
            .endpoint("a", Provider.OPENAI, s -> s, e -> e.set("limits.concurrency", 1))
            .start());
    OkHttpClient client = client();
    Call occupying = client.newCall(Lab.chat(true));
    lab.script(
        "a",
        FaultRule.of(
            switch (where) {
              case "hold" -> new Fault.SlowFirstToken(60_000, null);
              case "body" -> new Fault.Stall(2, null, null);
              default -> new Fault.Silence(null);
            }));
    boolean queue = where.equals("queue");
    if (queue) {
      CompletableFuture<Response> under = enqueue(occupying);
      assertThat(under).isNotDone();
      Lab.eventually(() -> lab.simulated("a").inFlight() == 1);
    }
    Call call = client.newCall(Lab.chat(true));
    CompletableFuture<Throwable> thrown =
        CompletableFuture.supplyAsync(
            () -> {
              try (Response response = execute(call, async)) {
                response.body().string();
                return new AssertionError("it ended well");
              } catch (IOException e) {
                return e;
              }
            });
    Lab.eventually(
        () ->
            queue
                ? lab.balancer.stats().pools().get(0).queued() == 1
                : lab.simulated("a").inFlight() == 1);
    long cancelled = System.nanoTime();
    call.cancel();
    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThat(since(cancelled)).isLessThan(Duration.ofSeconds(1));
    if (queue) {
      assertThat(lab.balancer.stats().pools().get(0).queued()).isZero();
      occupying.cancel();
    }
    Lab.eventually(() -> lab.simulated("a").inFlight() == 0);
    assertThat(lab.log("a")).hasSize(1);
    assertThat(lab.log("a").get(0).clientLeftAtMillis()).isNotNull();
    assertThat(lab.pooled("a").failures()).isZero();
  }
}
