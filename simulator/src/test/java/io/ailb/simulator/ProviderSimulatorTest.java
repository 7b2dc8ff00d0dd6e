package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.limit.Limits.Charge;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderSimulatorTest extends SimulatorContract {
  private final AtomicLong now = new AtomicLong();
  private final ProviderSimulator simulator = new ProviderSimulator(1000, now::get);

  @Override
  Simulator simulator() {
    return simulator;
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void admittedAnswersTellWhatIsLeft() throws IOException {
    SimulatedEndpoint endpoint =
        limited(Provider.OPENAI, Limits.builder().rpm(60).tpm(1000).charge(Charge.ACTUAL));

    HttpResponse<String> first = Caller.send(Caller.ask(endpoint, false));

    assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("60");
    assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("59");
    assertThat(header(first, "x-ratelimit-reset-requests")).isEqualTo("1s");
    assertThat(header(first, "x-ratelimit-remaining-tokens")).isEqualTo("987");
  }

  @Test
  void aRefusalSaysWhenAndIsRight() throws IOException {
    SimulatedEndpoint endpoint = limited(Provider.OPENAI, Limits.builder().rpm(60).burstSeconds(1));
    Caller.send(Caller.ask(endpoint, false));
    now.addAndGet(Duration.ofMillis(250).toNanos());

    HttpResponse<String> refused = Caller.send(Caller.ask(endpoint, true));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "retry-after-ms")).isEqualTo("750");
    assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
    now.addAndGet(Duration.ofMillis(749).toNanos());
    assertThat(Caller.send(Caller.ask(endpoint, false)).statusCode()).isEqualTo(429);
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(Caller.send(Caller.ask(endpoint, false)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void everyProviderRefusesInItsOwnWords(Provider provider) throws IOException {
    SimulatedEndpoint endpoint = limited(provider, Limits.builder().rpm(1));
    Caller.send(Caller.ask(endpoint, false));

    HttpResponse<String> refused = Caller.send(Caller.ask(endpoint, false));

    assertThat(refused.statusCode()).isEqualTo(429);
    switch (provider) {
      case OPENAI, OPENAI_COMPATIBLE ->
          assertThat(refused.body()).contains("on requests per min (RPM): Limit 1");
      case ANTHROPIC -> assertThat(refused.body()).contains("rate limit of 1 requests per minute");
      case GEMINI -> assertThat(refused.body()).contains("\"retryDelay\":\"60s\"");
      case AZURE_OPENAI -> assertThat(refused.body()).contains("Please retry after 60 seconds.");
    }
    assertThat(refused.headers().firstValue("retry-after").isPresent())
        .isEqualTo(provider != Provider.GEMINI);
  }

  @Test
  void aProviderCanBeSilentAboutItsLimits() throws IOException {
    SimulatedEndpoint endpoint =
        limited(Provider.OPENAI, Limits.builder().rpm(1).headers(false).retryAfter(false));
    Caller.send(Caller.ask(endpoint, false));

    HttpResponse<String> refused = Caller.send(Caller.ask(endpoint, false));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().map().keySet())
        .noneMatch(name -> name.startsWith("x-ratelimit") || name.startsWith("retry-after"));
  }

  @Test
  void aFixtureIsServedByItsName() throws Exception {
    Path fixtures = Path.of(getClass().getResource("/fixtures").toURI());
    SimulatedEndpoint endpoint =
        simulator.start(
            EndpointSpec.builder("with-files", Provider.OPENAI)
                .fixtures(fixtures.toString())
                .build());

    assertThat(Caller.send(Caller.say(endpoint, "FIXTURE text-basic", false)).body())
        .contains("Tides follow the Moon's pull on the oceans.");
    assertThat(Caller.send(Caller.say(endpoint, "FIXTURE text-basic", true)).body())
        .contains(" follow the Moon's", "data: [DONE]");
    assertThat(Caller.send(Caller.say(endpoint, "FIXTURE error-overloaded", true)).statusCode())
        .isEqualTo(503);
    assertThat(Caller.send(Caller.say(endpoint, "FIXTURE of-nothing", false)).body())
        .contains("with-files answers");
  }

  private SimulatedEndpoint limited(Provider provider, Limits.Builder limits) {
    return simulator.start(
        EndpointSpec.builder("limited", provider).limits(limits.build()).build());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }
}
