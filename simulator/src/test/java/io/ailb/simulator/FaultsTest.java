package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.Caller.Ending;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault over a real socket. */
class FaultsTest {
  private static final int TOKENS = 5;

  private final ProviderSimulator simulator = new ProviderSimulator();
  private final SimulatedEndpoint openai = start(Provider.OPENAI);

  private SimulatedEndpoint start(Provider provider) {
    return simulator.start(EndpointSpec.builder(provider.name(), provider).tokens(TOKENS).build());
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void rateLimitInSecondsInMillisecondsAndWithoutAWord() throws IOException {
    given(new Fault.RateLimit(Fault.Reason.TOKENS, 7L, null));
    HttpResponse<String> seconds = ask(false);
    given(new Fault.RateLimit(Fault.Reason.TOKENS, null, 6512L));
    HttpResponse<String> millis = ask(false);
    given(Fault.rateLimit());
    HttpResponse<String> silent = ask(false);

    assertThat(seconds.statusCode()).isEqualTo(429);
    assertThat(seconds.headers().firstValue("retry-after")).hasValue("7");
    assertThat(seconds.headers().firstValue("retry-after-ms")).isEmpty();
    assertThat(millis.headers().firstValue("retry-after-ms")).hasValue("6512");
    assertThat(silent.headers().firstValue("retry-after")).isEmpty();
    assertThat(silent.body()).contains("requests per min (RPM)").doesNotContain("try again");
  }

  @Test
  void rateLimitOfADayOfTheAccountAndOfTheRequest() throws IOException {
    assertThat(given(new Fault.RateLimit(Fault.Reason.DAILY, 432L, null)).ask(false).body())
        .contains("requests per day (RPD)");
    assertThat(given(new Fault.RateLimit(Fault.Reason.QUOTA, null, null)).ask(false).body())
        .contains("insufficient_quota");
    assertThat(given(new Fault.RateLimit(Fault.Reason.TOO_LARGE, null, null)).ask(false).body())
        .contains("Request too large");
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void everyProblemIsSaidByEveryProvider(Problem problem) throws IOException {
    for (Provider provider : Provider.values()) {
      SimulatedEndpoint endpoint = provider == Provider.OPENAI ? openai : start(provider);
      simulator.script(endpoint.name(), FaultRule.of(new Fault.Failure(problem)));

      HttpResponse<String> response = Caller.send(Caller.ask(endpoint, true));

      boolean blocked = problem == Problem.CONTENT_FILTER && provider == Provider.GEMINI;
      assertThat(response.statusCode()).matches(status -> blocked || status >= 400);
      assertThat(response.body()).isNotEmpty();
    }
  }

  @Test
  void anyStatusWithOwnBodyAndHeaders() throws IOException {
    given(new Fault.Status(418, "{\"tea\":true}", Map.of("x-pot", "brown")));
    HttpResponse<String> response = ask(false);

    assertThat(response.statusCode()).isEqualTo(418);
    assertThat(response.body()).isEqualTo("{\"tea\":true}");
    assertThat(response.headers().firstValue("x-pot")).hasValue("brown");
    assertThat(given(Fault.status(503)).ask(false).body()).contains("server_is_overloaded");
    assertThat(given(Fault.status(429)).ask(false).body()).contains("rate_limit_exceeded");
  }

  @Test
  void redirect() throws IOException {
    given(new Fault.Redirect("http://127.0.0.1:9/elsewhere", null));
    HttpResponse<String> response = ask(false);

    assertThat(response.statusCode()).isEqualTo(307);
    assertThat(response.headers().firstValue("location")).hasValue("http://127.0.0.1:9/elsewhere");
  }

  @Test
  void resetBeforeHeadersIsARealReset() throws IOException {
    given(new Fault.Reset());
    Ending ending = Caller.readAll(Caller.open(openai, false));

    assertThat(ending).isEqualTo(new Ending("", "Connection reset"));
    assertThat(entry().status()).isNull();
    assertThat(entry().fault()).isEqualTo("reset");
  }

  @Test
  void silenceLastsUntilTheClientLeaves() throws IOException {
    given(new Fault.Silence(null));
    try (Socket socket = Caller.open(openai, false)) {
      Eventually.get(simulator::log, log -> !log.isEmpty());
      socket.setSoTimeout(100);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }

    LogEntry entry = entryOnce(e -> e.clientLeftAtMillis() != null);
    assertThat(entry.status()).isNull();
    assertThat(entry.clientLeftAtMillis()).isGreaterThanOrEqualTo(entry.atMillis());
  }

  @Test
  void silenceMayEndInAReset() throws IOException {
    given(new Fault.Silence(50L));

    assertThat(Caller.readAll(Caller.open(openai, false)).how()).isEqualTo("Connection reset");
  }

  @Test
  void slowHeaders() throws IOException {
    given(new Fault.SlowHeaders(1_000));
    long start = System.nanoTime();
    try (Socket socket = Caller.open(openai, true)) {
      socket.setSoTimeout(50);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(10_000);
      Caller.readUntil(socket, "[DONE]");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void slowFirstTokenSendsTheHeadAtOnceAndCommentsMeanwhile() throws IOException {
    given(new Fault.SlowFirstToken(150, 40L));
    try (Socket socket = Caller.open(openai, true)) {
      String head = Caller.readUntil(socket, "\r\n\r\n");
      String before = Caller.readUntil(socket, "data: ");

      assertThat(head).startsWith("HTTP/1.1 200").doesNotContain("data: ");
      assertThat(before.split(": keep-alive\n\n", -1)).hasSize(4);
    }
  }

  @Test
  void stallStopsAfterSomeEventsAndGoesOn() throws IOException {
    given(new Fault.Stall(2, 1_000L, null));
    try (Socket socket = Caller.open(openai, true)) {
      Caller.readUntil(socket, " answers");
      socket.setSoTimeout(50);
      assertThatThrownBy(() -> Caller.readUntil(socket, "lorem"))
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(10_000);
      assertThat(Caller.readUntil(socket, "[DONE]")).contains("lorem");
    }
  }

  @Test
  void aDripComesPieceByPiece() throws IOException {
    given(new Fault.Drip(30));
    long start = System.nanoTime();
    assertThat(ask(true).body()).contains("lorem").contains("[DONE]");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(30 * TOKENS));
  }

  @Test
  void pingsStayOutOfAnAnswerInOnePiece() throws IOException {
    SimulatedEndpoint anthropic = start(Provider.ANTHROPIC);
    for (int events = 0; events <= 1; events++) {
      simulator.script(anthropic.name(), FaultRule.of(new Fault.Stall(events, 60L, 10L)));
      String body = Caller.send(Caller.ask(anthropic, false)).body();
      assertThat(body).startsWith("{").endsWith("}").contains("lorem").doesNotContain("ping");
    }
  }

  @Test
  void whoHasAllOfAnAnswerStillWaitsForAStallAtItsEnd() throws IOException {
    given(new Fault.Stall(1, null, null));
    try (Socket socket = Caller.open(openai, false)) {
      Caller.readUntil(socket, "lorem");
      socket.setSoTimeout(100);
      assertThatThrownBy(() -> Caller.readUntil(socket, "\r\n0\r\n")) // its last chunk
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void anErrorInOnePieceIsThatOfTheDialect() throws IOException {
    given(new Fault.ErrorEvent(0, Problem.OVERLOADED));
    String question = "{\"model\":\"gpt-4o\",\"input\":\"hi\"}";
    try (Socket socket = Caller.open(openai, "/v1/responses", question)) {
      assertThat(Caller.readUntil(socket, "}")).contains("200 OK").contains("{\"error\":");
    }
  }

  @Test
  void aQuestionBringsItsFaultsAlong() throws IOException {
    String question = "FAULTS {'OPENAI': [{'type': 'status', 'status': 502}]}";
    var request = Caller.say(openai, question.replace("'", "\\\""), false);
    assertThat(Caller.send(request).statusCode()).isEqualTo(502);
    assertThat(entry().fault()).isEqualTo("status");
    assertThat(Caller.send(request).statusCode()).isEqualTo(200);

    String wrong = question.replace("status", "state").replace("'", "\\\"");
    HttpResponse<String> refused = Caller.send(Caller.say(openai, wrong, false));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("no faults");
  }

  @Test
  void aStallWithoutEndIsOverWhenTheClientLeaves() throws IOException {
    given(new Fault.Stall(1, null, 20L));
    SimulatedEndpoint anthropic = start(Provider.ANTHROPIC);
    simulator.script(anthropic.name(), FaultRule.of(new Fault.Stall(1, null, 20L)));
    try (Socket socket = Caller.open(anthropic, true)) {
      assertThat(Caller.readUntil(socket, "ANTHROPIC")).contains("message_start");
      assertThat(Caller.readUntil(socket, "event: ping")).contains("{\"type\":\"ping\"}");
    }

    LogEntry entry = entryOnce(e -> e.clientLeftAtMillis() != null);
    assertThat(entry.events()).isEqualTo(1);
    assertThat(entry.complete()).isFalse();
  }

  @Test
  void resetInTheBodyAfterBytes() throws IOException {
    Ending whole = given(new Fault.ResetInBody(10)).bare(false);
    Ending stream = given(new Fault.ResetInBody(0)).bare(true);

    assertThat(whole.how()).isEqualTo("Connection reset");
    assertThat(whole.read()).contains("content-length: ").endsWith("\r\n\r\n{\"id\":\"cha");
    assertThat(stream.how()).isEqualTo("Connection reset");
    assertThat(stream.read()).endsWith("\r\n\r\n");
  }

  @Test
  void aCutStreamEndsProperlyOrWithAReset() throws IOException {
    HttpResponse<String> clean = given(new Fault.Cut(2, false)).ask(true);
    Ending abrupt = given(new Fault.Cut(2, true)).bare(true);

    assertThat(clean.body()).contains("OPENAI", " answers").doesNotContain("#", "[DONE]");
    assertThat(abrupt.how()).isEqualTo("Connection reset");
    assertThat(abrupt.read()).contains(" answers").doesNotContain("#");
    assertThat(simulator.log()).extracting(LogEntry::events).containsExactly(2, 2);
  }

  @Test
  void aCutBeforeTheFirstContentLeavesTheOpeningEvents() throws IOException {
    assertThat(given(new Fault.Cut(0, false)).ask(true).body())
        .contains("\"role\":\"assistant\"")
        .doesNotContain("OPENAI");
  }

  @Test
  void aCutAfterTheLastContentLeavesOutTheEnd() throws IOException {
    assertThat(given(new Fault.Cut(TOKENS, false)).ask(true).body())
        .contains("ipsum")
        .doesNotContain("\"stop\"", "[DONE]");
    assertThat(given(new Fault.Cut(TOKENS + 1, false)).ask(true).body()).contains("[DONE]");
  }

  @Test
  void aWholeAnswerCanBeCutToo() throws IOException {
    HttpResponse<String> clean = given(new Fault.Cut(0, false)).ask(false);
    Ending abrupt = given(new Fault.Cut(0, true)).bare(false);

    assertThat(clean.statusCode()).isEqualTo(200);
    assertThat(clean.body()).isEmpty();
    assertThat(abrupt.how()).isEqualTo("Connection reset");
  }

  @Test
  void anAnswerMayBreakOffOrStallInTheMiddleOfAnEvent() throws IOException {
    HttpResponse<String> cut = given(new Fault.CutInBody(10)).ask(false);
    HttpResponse<String> uncut = given(new Fault.CutInBody(100_000)).ask(false);
    given(new Fault.StallInBody(10, 1_000L));
    try (Socket socket = Caller.open(openai, true)) {
      String before = Caller.readUntil(socket, "data: {\"id");
      socket.setSoTimeout(50);
      assertThatThrownBy(() -> Caller.readUntil(socket, "chatcmpl"))
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(10_000);
      assertThat(before).doesNotContain("chatcmpl");
      assertThat(Caller.readUntil(socket, "[DONE]")).contains("lorem");
    }

    assertThat(cut.body()).isEqualTo("{\"id\":\"cha");
    assertThat(uncut.body()).contains("lorem");
    assertThat(simulator.log()).extracting(LogEntry::events).containsExactly(0, 1, TOKENS);
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void aPrefillIsToldFromAQuestion(Provider provider) throws IOException {
    SimulatedEndpoint endpoint =
        simulator.start(EndpointSpec.builder("old", provider).strict(false).build());
    simulator.script("old", FaultRule.of(Fault.status(400)).prefill(true));
    String prefilled =
        provider == Provider.GEMINI
            ? "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"Once\"}]}]}"
            : "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\","
                + "\"content\":\"Once\"}]}";

    HttpResponse<String> asked = Caller.send(Caller.ask(endpoint, false));
    HttpResponse<String> refused =
        Caller.send(Caller.ask(endpoint, false).POST(BodyPublishers.ofString(prefilled)));

    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(simulator.log("old").get(1).fault()).isEqualTo("status");
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void errorEventInTheDialectsOwnForm(Provider provider) throws IOException {
    SimulatedEndpoint endpoint = provider == Provider.OPENAI ? openai : start(provider);
    Fault fault = new Fault.ErrorEvent(1, Problem.OVERLOADED);
    simulator.script(endpoint.name(), FaultRule.of(fault));

    HttpResponse<String> response = Caller.send(Caller.ask(endpoint, true));

    String[] events = response.body().strip().split("\r?\n\r?\n", -1);
    String last = events[events.length - 1];
    JsonNode error = Wording.JSON.readTree(last.substring(last.indexOf("data: ") + 6));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(error.path("error").path("message").asText()).containsIgnoringCase("overloaded");
    assertThat(last.startsWith("event: error\n")).isEqualTo(provider == Provider.ANTHROPIC);
  }

  @Test
  void malformedEvent() throws IOException {
    assertThat(given(new Fault.MalformedEvent(1)).ask(true).body())
        .contains("data: {\"broken\": tru\n\n", "OPENAI", "[DONE]")
        .doesNotContain(" answers");
    assertThat(given(new Fault.MalformedEvent(0)).ask(false).body()).isEqualTo("{\"broken\": tru");
    assertThat(given(new Fault.MalformedEvent(TOKENS)).ask(true).body()).doesNotContain("broken");
    assertThat(given(new Fault.MalformedEvent(99)).ask(true).body()).doesNotContain("broken");
  }

  @Test
  void aMalformedEventKeepsItsName() throws IOException {
    SimulatedEndpoint anthropic = start(Provider.ANTHROPIC);
    simulator.script(anthropic.name(), FaultRule.of(new Fault.MalformedEvent(0)));

    assertThat(Caller.send(Caller.ask(anthropic, true)).body())
        .contains("event: content_block_delta\ndata: {\"broken\": tru\n\n");
  }

  @Test
  void noTerminalMarker() throws IOException {
    assertThat(given(new Fault.NoTerminal()).ask(true).body())
        .contains("\"finish_reason\":\"stop\"")
        .doesNotContain("[DONE]");
  }

  @Test
  void neverEnds() throws IOException {
    given(new Fault.NeverEnds(20L));
    try (Socket socket = Caller.open(openai, true)) {
      Caller.readUntil(socket, "[DONE]");
      assertThat(Caller.readUntil(socket, ": keep-alive")).isNotEmpty();
    }

    assertThat(entryOnce(e -> e.clientLeftAtMillis() != null).complete()).isFalse();
  }

  @Test
  void aClientWhoLeavesInTheMiddleIsSeenWhenWritingFails() throws IOException {
    SimulatedEndpoint talker =
        simulator.start(EndpointSpec.builder("talker", Provider.ANTHROPIC).tokens(50_000).build());
    String question =
        "{\"model\":\"m\",\"max_tokens\":50000,\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    try (Socket socket = Caller.open(talker, "/v1/messages", question)) {
      Caller.readUntil(socket, "content_block_delta");
    }

    LogEntry entry = entryOnce(e -> e.clientLeftAtMillis() != null);
    assertThat(entry.complete()).isFalse();
    assertThat(entry.events()).isLessThan(50_000);
    assertThat(simulator.stats("talker").inFlight()).isZero();
  }

  private FaultsTest given(Fault fault) {
    simulator.script(openai.name(), FaultRule.of(fault));
    return this;
  }

  private HttpResponse<String> ask(boolean stream) throws IOException {
    return Caller.send(Caller.ask(openai, stream));
  }

  private Ending bare(boolean stream) throws IOException {
    return Caller.readAll(Caller.open(openai, stream));
  }

  private LogEntry entry() {
    List<LogEntry> log = simulator.log();
    return log.get(log.size() - 1);
  }

  /** The last entry as soon as that is so; the simulator learns some things after the client. */
  private LogEntry entryOnce(Predicate<LogEntry> so) {
    return Eventually.get(this::entry, so);
  }
}
