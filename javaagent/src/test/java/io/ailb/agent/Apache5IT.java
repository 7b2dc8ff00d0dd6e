package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.Apache5App;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.plan.Latency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of Apache HttpClient 5, of an old and a new line, on each JDK. */
class Apache5IT {
  /** Nobody can reach this from here: who gets an answer was balanced. */
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final List<String> WAYS =
      List.of(
          "handler",
          "handler, streamed",
          "response",
          "open",
          "one-shot body",
          "minimal",
          "minimal, streamed",
          "watched",
          "async",
          "async, streamed",
          "async, body that comes later",
          "async minimal",
          "async minimal, streamed",
          "async watched");

  private static final int TOKENS = 30;
  private static final int TOKEN_MILLIS = 10;

  private static final Providers PROVIDERS =
      new Providers(spec -> spec.latency(new Latency(0, 0, TOKEN_MILLIS)).tokens(TOKENS), "");

  static Stream<Arguments> versions() {
    return Stream.of(Jdk.values())
        .flatMap(jdk -> Stream.of(1, 6).map(version -> Arguments.of(jdk, version)));
  }

  /** Each JDK and each line once. */
  static Stream<Arguments> some() {
    return Stream.of(Arguments.of(Jdk.JDK_17, 6), Arguments.of(Jdk.JDK_25, 1));
  }

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
    PROVIDERS.simulator.up("a");
    PROVIDERS.simulator.clearScript("a");
  }

  @AfterEach
  void nothingLeaked() {
    PROVIDERS.nothingLeaked();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("versions")
  void everyWayOfExecutingIsBalanced(Jdk jdk, int version) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.apache5(version), Apache5App.class, OPENAI, "all");

    for (String way : WAYS) {
      assertThat(app.said(way)).as(way + "\n" + app).isEqualTo("200 whole by a");
    }
    assertThat(app.said("keys")).as("what the application sees of the pool's").isEqualTo("[]");
    assertThat(app.said("async keys")).isEqualTo("[]");
    assertSpread(app.said("events"));
    assertSpread(app.said("async events"));
    assertThat(app.output()).contains("end");
    assertThat(PROVIDERS.seen()).containsEntry("a", WAYS.size() + 2).containsEntry("b", 0);
    assertThat(app.error()).as("one line: it has started").hasSize(1);
  }

  /** Events come as they are sent, not together at the end. */
  private static void assertSpread(String events) {
    long millis = Long.parseLong(events.substring(0, events.indexOf(' ')));
    assertThat(millis).as(events).isGreaterThan(TOKENS * TOKEN_MILLIS * 6 / 10);
  }

  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void aDeadEndpointIsLeftUnseen(Jdk jdk, int version) {
    PROVIDERS.simulator.down("a");

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .run(ClassPaths.apache5(version), Apache5App.class, OPENAI, "all");

    for (String way : WAYS) {
      assertThat(app.said(way)).as(way + "\n" + app).isEqualTo("200 whole by b");
    }
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("b", WAYS.size() + 2);
  }

  /** Its application has half of an answer already: the rest comes through the same stream. */
  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void aStreamThatBreaksGoesOnElsewhere(Jdk jdk, int version) {
    PROVIDERS.simulator.script("a", FaultRule.of(new Fault.Cut(8, true)));

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .option(
                "-Dailb.pools.default.stream.recovery=resume",
                "-Dailb.pools.default.endpoints.b.capabilities.prefill=true")
            .run(ClassPaths.apache5(version), Apache5App.class, OPENAI, "stream");

    assertThat(app.said("stream")).as(app.toString()).isEqualTo("200 whole by a");
    assertThat(PROVIDERS.seen()).containsEntry("b", 1);
  }

  /** The client's own repetition would ask the endpoint once more, after a second. */
  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void aLimitedEndpointIsAskedOnceAndLeft(Jdk jdk, int version) {
    PROVIDERS.simulator.script("a", FaultRule.of(Fault.rateLimit(30)));

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .run(ClassPaths.apache5(version), Apache5App.class, OPENAI, "one");

    assertThat(app.said("one")).isEqualTo("200 whole by b");
    assertThat(app.said("async one")).isEqualTo("200 whole by b");
    assertThat(PROVIDERS.seen()).containsEntry("a", 1).containsEntry("b", 2);
  }

  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void whoCancelsAFutureIsSeenToLeaveByTheProvider(Jdk jdk, int version) throws Exception {
    PROVIDERS.simulator.script("a", FaultRule.of(new Fault.Silence(null)).times(2));

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .start(ClassPaths.apache5(version), Apache5App.class, OPENAI, "leave async");
    Until.isTrue(() -> PROVIDERS.seen().get("a") == 2);
    app.sendLine();
    app.end();

    assertThat(app.said("async cancelled")).as(app.toString()).isEqualTo("true, true");
    assertThat(app.said("async waiting")).isEqualTo("cancelled");
    assertThat(app.said("async minimal waiting")).isEqualTo("cancelled");
    assertThat(app.said("async amid")).isEqualTo("cancelled");
    assertThat(app.said("async minimal amid")).isEqualTo("cancelled");
    assertThat(app.said("async still good")).isEqualTo("200 whole by a");
    assertAllLeft(4);
    assertThat(PROVIDERS.seen()).containsEntry("a", 5).containsEntry("b", 0);
    assertThat(app.error()).isEmpty();
  }

  /** All but the last, before their answers were whole. */
  private static void assertAllLeft(int calls) throws InterruptedException {
    Until.isTrue(
        () ->
            PROVIDERS.simulator.log("a").stream()
                .limit(calls)
                .map(LogEntry::clientLeftAtMillis)
                .allMatch(left -> left != null),
        () -> "somebody did not leave: " + PROVIDERS.simulator.log("a"));
  }

  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void whoLeavesIsSeenToLeaveByTheProvider(Jdk jdk, int version) throws Exception {
    PROVIDERS.simulator.script("a", FaultRule.of(new Fault.Silence(null)).times(1));

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .start(ClassPaths.apache5(version), Apache5App.class, OPENAI, "leave");
    Until.isTrue(() -> PROVIDERS.seen().get("a") == 1);
    app.sendLine();
    app.end();

    assertThat(app.said("cancelled")).as(app.toString()).isEqualTo("true");
    assertThat(app.said("waiting"))
        .isIn("RequestFailedException", "SocketException", "ConnectionClosedException");
    assertThat(app.said("amid"))
        .isIn("RequestFailedException", "SocketException", "ConnectionClosedException");
    assertThat(app.said("closed")).isEqualTo("true");
    assertThat(app.said("still good")).isEqualTo("200 whole by a");
    assertAllLeft(3);
    assertThat(PROVIDERS.seen()).containsEntry("a", 4).containsEntry("b", 0);
    assertThat(app.error()).isEmpty();
  }

  @Test
  void anErrorOfTheCallersOwnMakingComesAsItIs() {
    Child app =
        Child.on(Jdk.JDK_17)
            .agent(PROVIDERS.configuration() + ",log=error")
            .run(ClassPaths.apache5(6), Apache5App.class, OPENAI, "wrong");

    assertThat(app.said("wrong")).startsWith("400 {\"error\"").contains("invalid_request_error");
    assertThat(PROVIDERS.seen()).containsEntry("a", 1).containsEntry("b", 0);
  }

  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void aClientThatIsThereBeforeTheAgentIsBalancedAfterIt(Jdk jdk, int version) throws Exception {
    Child app =
        Child.on(jdk)
            .option(jdk == Jdk.JDK_25 ? "-XX:+EnableDynamicAgentLoading" : "-Dnothing=here")
            .start(ClassPaths.apache5(version), Apache5App.class, PROVIDERS.ownUrl(), "attach");
    app.awaitLine(line -> line.startsWith("ready"));
    assertThat(app.said("before")).isEqualTo("200 whole by null");
    assertThat(app.said("minimal before")).isEqualTo("200 whole by null");

    app.attach(ClassPaths.agentJar(), PROVIDERS.configuration());
    app.sendLine();
    app.end();

    for (String way : List.of("after", "after, streamed", "minimal after", "async after")) {
      assertThat(app.said(way)).as(app.toString()).isEqualTo("200 whole by a");
    }
    assertThat(app.error()).hasSize(1);
  }

  @Test
  void withoutItsNameAmongTheClientsItIsLeftAlone() {
    Child app =
        Child.on(Jdk.JDK_17)
            .agent(PROVIDERS.configurationFor("okhttp, jdk"))
            .run(ClassPaths.apache5(6), Apache5App.class, PROVIDERS.ownUrl(), "one");

    assertThat(app.said("one")).isEqualTo("200 whole by null");
    assertThat(app.said("async one")).isEqualTo("200 whole by null");
    assertThat(PROVIDERS.simulator.log("own"))
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.keyOwner()).isEqualTo("own"));
  }
}
