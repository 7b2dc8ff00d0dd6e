package io.ailb.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.Leak;
import io.ailb.simulator.log.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a simulator does, wherever it runs. */
abstract class SimulatorContract {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Simulator simulator;

  abstract Simulator simulator();

  @BeforeEach
  void begin() {
    simulator = simulator();
    simulator.resetLog();
  }

  private SimulatedEndpoint start(Provider provider) {
    return simulator.start(spec(provider).build());
  }

  private static EndpointSpec.Builder spec(Provider provider) {
    return EndpointSpec.builder("endpoint-" + NAMES.incrementAndGet(), provider);
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void everyProviderAnswersAndStreams(Provider provider) throws IOException {
    SimulatedEndpoint endpoint = start(provider);

    HttpResponse<String> whole = Caller.send(Caller.ask(endpoint, false));
    HttpResponse<String> stream = Caller.send(Caller.ask(endpoint, true));

    assertThat(whole.body()).contains(endpoint.name() + " answers #8f434346: lorem");
    assertThat(whole.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/json");
    assertThat(stream.body()).contains("data: ", "#8f434346:", "lorem");
    assertThat(stream.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(simulator.log(endpoint.name()))
        .extracting(LogEntry::stream, LogEntry::events, LogEntry::complete, LogEntry::status)
        .containsExactly(tuple(false, 1, true, 200), tuple(true, 12, true, 200));
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void noKeyAndAWrongKeyAreRefused(Provider provider) throws IOException {
    SimulatedEndpoint endpoint = start(provider);
    int expected = provider == Provider.GEMINI ? 400 : 401;

    HttpResponse<String> wrong = Caller.send(Caller.ask(endpoint, "nobody-has-this-key", false));

    assertThat(wrong.statusCode()).isEqualTo(expected);
    LogEntry entry = simulator.log(endpoint.name()).get(0);
    assertThat(entry.keyOwner()).isNull();
    assertThat(entry.headers().toString())
        .contains("<unknown key>")
        .doesNotContain("nobody-has-this-key");
    assertThat(simulator.leaks()).isEmpty();
  }

  @Test
  void theKeyOfAnotherEndpointIsRefusedAndALeak() throws IOException {
    SimulatedEndpoint one = start(Provider.OPENAI);
    SimulatedEndpoint two = start(Provider.OPENAI);

    HttpResponse<String> response = Caller.send(Caller.ask(one, "key-of-" + two.name(), false));

    LogEntry entry = simulator.log().get(0);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(entry.keyOwner()).isEqualTo(two.name());
    assertThat(entry.headers())
        .containsEntry("authorization", "Bearer <key of " + two.name() + ">");
    assertThat(simulator.leaks())
        .containsExactly(new Leak(entry.number(), one.name(), "header authorization", two.name()));
    assertThat(simulator.stats(one.name()).leaks()).isEqualTo(1);
  }

  @Test
  void canariesAreFoundAnywhereEvenIfTheRequestIsFine() throws IOException {
    SimulatedEndpoint endpoint = simulator.start(spec(Provider.OPENAI).keepBodies(true).build());
    simulator.canaries(Map.of("the-app", "sk-of-the-application"));

    HttpResponse<String> response =
        Caller.send(
            Caller.ask(endpoint, false)
                .header("x-note", "was sk-of-the-application before")
                .POST(
                    BodyPublishers.ofString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":"
                            + "\"my key is sk-of-the-application\"}]}")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(simulator.leaks())
        .extracting(Leak::where, Leak::owner)
        .containsExactly(tuple("header x-note", "the-app"), tuple("body", "the-app"));
    assertThat(simulator.log().get(0).headers())
        .containsEntry("x-note", "was <key of the-app> before");
    assertThat(simulator.log().get(0).body()).contains("my key is <key of the-app>");
  }

  @Test
  void twoCredentialsAtOnceAreNoticed() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.ANTHROPIC);

    Caller.send(
        Caller.ask(endpoint, false).header("authorization", "Bearer key-of-" + endpoint.name()));

    assertThat(simulator.log().get(0).doubleCredential()).isTrue();
    assertThat(simulator.log().get(0).status()).isEqualTo(200);
    assertThat(simulator.leaks()).isEmpty();
  }

  @Test
  void aModelItDoesNotHaveIsNotFound() throws IOException {
    SimulatedEndpoint endpoint =
        simulator.start(spec(Provider.OPENAI).models(List.of("gpt-5.6")).build());

    HttpResponse<String> response = Caller.send(Caller.ask(endpoint, false));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("The model `m` does not exist", "model_not_found");
    assertThat(simulator.log().get(0).model()).isEqualTo("m");
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void whatAProviderDoesNotKnowItRefusesUnlessItIsLenient(Provider provider) throws IOException {
    SimulatedEndpoint strict = start(provider);
    SimulatedEndpoint lenient = simulator.start(spec(provider).strict(false).build());

    HttpResponse<String> refused = Caller.send(Caller.withUnknownField(strict));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("surprise");
    assertThat(simulator.log(strict.name()).get(0).status()).isEqualTo(400);
    assertThat(Caller.send(Caller.withUnknownField(lenient)).statusCode()).isEqualTo(200);
  }

  @Test
  void aScriptIsPlayedInOrder() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.OPENAI);
    simulator.script(
        endpoint.name(),
        List.of(
            FaultRule.of(Fault.rateLimit(3)).times(1),
            FaultRule.of(new Fault.Failure(Problem.OVERLOADED)).skip(1)));

    assertThat(status(endpoint)).isEqualTo(429);
    assertThat(status(endpoint)).isEqualTo(200);
    assertThat(status(endpoint)).isEqualTo(503);
    simulator.clearScript(endpoint.name());
    assertThat(status(endpoint)).isEqualTo(200);
    assertThat(simulator.log(endpoint.name()))
        .extracting(LogEntry::fault)
        .containsExactly("rate-limit", null, "failure", null);
    assertThat(simulator.stats(endpoint.name()).byStatus())
        .isEqualTo(Map.of(200, 2L, 429, 1L, 503, 1L));
  }

  @Test
  void limitsChangeWhileItRuns() throws IOException {
    SimulatedEndpoint endpoint =
        simulator.start(spec(Provider.OPENAI).limits(one().build()).build());

    assertThat(status(endpoint)).isEqualTo(200);
    assertThat(status(endpoint)).isEqualTo(429);
    assertThat(simulator.stats(endpoint.name()).limited()).isEqualTo(1);
    assertThat(simulator.stats(endpoint.name()).peaks().get(endpoint.name()))
        .isNotNull()
        .matches(peaks -> peaks.requestsInAnyMinute() == 2 && peaks.requestsOver() == 1);
    simulator.limits(endpoint.name(), null);
    assertThat(status(endpoint)).isEqualTo(200);
    simulator.limits(endpoint.name(), one().build());
    assertThat(status(endpoint)).isEqualTo(200);
    assertThat(status(endpoint)).isEqualTo(429);
  }

  private static Limits.Builder one() {
    return Limits.builder().rpm(1).enforcement(Limits.Enforcement.WINDOW);
  }

  @Test
  void downIsRefusedByTheKernelAndUpIsOnTheSamePort() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.OPENAI);
    assertThat(status(endpoint)).isEqualTo(200);

    simulator.down(endpoint.name());
    simulator.down(endpoint.name());
    assertThatThrownBy(() -> status(endpoint)).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> Caller.open(endpoint, false).close())
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("refused");

    simulator.up(endpoint.name());
    assertThat(status(endpoint)).isEqualTo(200);
    simulator.down(endpoint.name());
    simulator.up(endpoint.name());
    simulator.up(endpoint.name());
    assertThat(status(endpoint)).isEqualTo(200);
  }

  @Test
  void itKnowsItsEndpointsAndNoOthers() {
    SimulatedEndpoint endpoint = start(Provider.ANTHROPIC);

    assertThat(simulator.endpoints()).contains(endpoint);
    assertThat(endpoint.baseUrl()).isEqualTo(endpoint.origin());
    assertThatThrownBy(() -> simulator.stats("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no endpoint nobody, there are [");
    assertThatThrownBy(
            () -> simulator.start(EndpointSpec.builder(endpoint.name(), Provider.GEMINI).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is an endpoint " + endpoint.name() + " already");
    assertThatThrownBy(() -> simulator.canaries(Map.of("app", "short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the keys of app must have 8 characters or more");
  }

  @Test
  void fixturesThatAreNotThereAreRefused() {
    EndpointSpec spec = spec(Provider.OPENAI).fixtures("/no/such/directory").build();

    assertThatThrownBy(() -> simulator.start(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fixtures must be a directory, was /no/such/directory");
  }

  @Test
  void resetLogForgetsWhatWas() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.OPENAI);
    Caller.send(Caller.ask(endpoint, "key-of-" + start(Provider.OPENAI).name(), false));

    simulator.resetLog();

    assertThat(simulator.log()).isEmpty();
    assertThat(simulator.leaks()).isEmpty();
    assertThat(simulator.stats(endpoint.name()).requests()).isZero();
  }

  @Test
  void sdkRetriesAreCounted() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.OPENAI);
    Caller.send(Caller.ask(endpoint, false).header("x-stainless-retry-count", "2"));

    assertThat(simulator.log().get(0).retryCount()).isEqualTo(2);
  }

  @Test
  void anAuthorizationThatIsNoBearerTokenIsNone() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.OPENAI);
    String key = "key-of-" + endpoint.name();

    assertThat(authorized(endpoint, key)).isEqualTo(401);
    assertThat(authorized(endpoint, "Basic " + key)).isEqualTo(401);
    assertThat(authorized(endpoint, "bearer " + key)).isEqualTo(200);
    assertThat(simulator.log().toString()).doesNotContain(key);
  }

  private static int authorized(SimulatedEndpoint endpoint, String value) throws IOException {
    return Caller.send(Caller.ask(endpoint, false).setHeader("authorization", value)).statusCode();
  }

  @Test
  void aCompressedRequestIsUnfolded() throws IOException {
    SimulatedEndpoint endpoint = start(Provider.OPENAI);
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(folded)) {
      out.write(
          "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
              .getBytes(UTF_8));
    }

    assertThat(compressed(endpoint, folded.toByteArray())).isEqualTo(200);
    assertThat(compressed(endpoint, new byte[] {1, 2, 3})).isEqualTo(400);
    assertThat(simulator.log().get(0).model()).isEqualTo("m");
  }

  private static int compressed(SimulatedEndpoint endpoint, byte[] body) throws IOException {
    return Caller.send(
            Caller.ask(endpoint, false)
                .header("content-encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body)))
        .statusCode();
  }

  private static int status(SimulatedEndpoint endpoint) throws IOException {
    return Caller.send(Caller.ask(endpoint, false)).statusCode();
  }
}
