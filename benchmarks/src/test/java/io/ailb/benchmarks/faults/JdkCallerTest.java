package io.ailb.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.LoadBalancer;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only the JDK's client has: a timeout up to the head, and a future to be cancelled. */
@Timeout(60)
class JdkCallerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int TIMES = 9;

  private final Simulator simulator = SimulatorProcess.start();
  private final SimulatedEndpoint endpoint =
      simulator.start(
          EndpointSpec.builder("alone", Provider.OPENAI)
              .keys(List.of("sk-alone"))
              .tokens(60)
              .build());
  private LoadBalancer balancer;
  private HttpClient http;

  @BeforeEach
  void balance() {
    balancer =
        LoadBalancer.builder()
            .set("management.jmx.enabled", false)
            .pool(
                pool -> {
                  pool.set("match.hosts", List.of("alone.test"));
                  pool.endpoint(
                      e ->
                          e.name("alone")
                              .provider("openai")
                              .baseUrl(endpoint.baseUrl())
                              .apiKey("sk-alone"));
                })
            .build();
    http = BalancedHttpClient.wrap(HttpClient.newHttpClient(), balancer);
  }

  @AfterEach
  void nothingIsHeld() {
    await(() -> balancer.stats().pools().get(0).inFlight() == 0);
    balancer.close();
    simulator.close();
  }

  private static HttpRequest.Builder stream() {
    return HttpRequest.newBuilder(URI.create("http://alone.test/v1/chat/completions"))
        .POST(
            BodyPublishers.ofString(
                """
                {"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hello"}]}
                """));
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came to be").isLessThan(until);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Test
  void aFirstTokenAfterTheTimeoutIsWaitedForWhereHeadAndPingsHaveCome() throws Exception {
    long late = TIMEOUT.toMillis() * 2;
    simulator.script("alone", FaultRule.of(new Fault.SlowFirstToken(late, 200L)));
    long began = System.nanoTime();
    HttpResponse<String> answer =
        http.send(stream().timeout(TIMEOUT).build(), BodyHandlers.ofString());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(TIMEOUT);
    StreamReader reader = new StreamReader();
    answer.body().lines().forEach(reader::line);
    Experience whole = reader.end();
    assertThat(whole.ending()).as(whole.message()).isEqualTo(Experience.Ending.SUCCESS);
    assertThat(whole.text().split(" ")).hasSize(60);
    assertThat(simulator.log("alone")).hasSize(1);
  }

  @Test
  void aHeadThatDoesNotComeInTimeIsTheTimeoutOfTheJdk() {
    simulator.script("alone", FaultRule.of(new Fault.Silence(20_000L)));
    long began = System.nanoTime();
    assertThatThrownBy(() -> http.send(stream().timeout(TIMEOUT).build(), BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(TIMEOUT.multipliedBy(9).dividedBy(10), TIMEOUT.plusSeconds(2));
  }

  @Test
  void aProviderSeesAtOnceThatAFutureIsCancelled() {
    simulator.script("alone", FaultRule.of(new Fault.Silence(20_000L)));
    assertThat(millisUntilSeen(0)).as("while the head is awaited").isLessThan(100);
  }

  @Test
  void aProviderSeesAtOnceThatAFutureIsCancelledAmidAStream() {
    simulator.script("alone", FaultRule.of(new Fault.Stall(20, 20_000L, null)));
    assertThat(millisUntilSeen(20)).as("while the stream stalls").isLessThan(100);
  }

  /** The median of some: the machine may do other things, too. */
  private long millisUntilSeen(int events) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      int number = i;
      CompletableFuture<HttpResponse<String>> call =
          http.sendAsync(stream().build(), BodyHandlers.ofString());
      await(
          () ->
              simulator.log("alone").size() > number
                  && simulator.log("alone").get(number).events() >= events);
      LogEntry asked = simulator.log("alone").get(number);
      assertThat(asked.clientLeftAtMillis()).isNull();
      long before = System.currentTimeMillis();
      assertThat(call.cancel(true)).isTrue();
      await(() -> simulator.log("alone").get(number).clientLeftAtMillis() != null);
      Long left = simulator.log("alone").get(number).clientLeftAtMillis();
      millis.add(left == null ? Long.MAX_VALUE : left - before);
    }
    return millis.stream().sorted().toList().get(TIMES / 2);
  }
}
