package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.ReactorNettyApp;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.plan.Latency;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reactor Netty, and Spring's WebClient over it, on each JDK, under the agent from the start or
 * later. Each application looks for buffers that were lost, and what it finds stands on its error
 * output.
 */
class ReactorNettyIT {
  /** Nobody can reach this from here: who gets an answer was balanced. */
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final List<String> WAYS =
      List.of(
          "single",
          "chunked",
          "mono uri",
          "hooks",
          "base url",
          "expecting",
          "web mono",
          "web exchange");

  private static final List<String> WITHOUT_HEAD =
      List.of("content", "web flux", "web slow reader");

  private static final int EVENT_MILLIS = 40;

  private static final Providers PROVIDERS =
      new Providers(spec -> spec.latency(new Latency(0, 0, 2)), "");
  private static final Providers SLOW =
      new Providers(spec -> spec.latency(new Latency(0, 0, EVENT_MILLIS)), "");

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
    PROVIDERS.simulator.up("a");
    PROVIDERS.simulator.up("b");
    PROVIDERS.simulator.clearScript("a");
    PROVIDERS.simulator.clearScript("b");
  }

  @AfterEach
  void nothingLeaked() {
    PROVIDERS.nothingLeaked();
    SLOW.nothingLeaked();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
    SLOW.close();
  }

  private static Child on(Jdk jdk) {
    return Child.on(jdk)
        .option(jdk == Jdk.JDK_25 ? "--enable-native-access=ALL-UNNAMED" : "-Dnothing=here")
        .option(
            "-Dio.netty.leakDetection.level=paranoid",
            "-Dio.netty.noUnsafe=true"); // of which JDK 25 would warn
  }

  /** Each line beside the JDK of its time. */
  private static String jars(Jdk jdk) {
    return ClassPaths.reactorNetty(jdk == Jdk.JDK_17 ? "1.2" : "1.3");
  }

  private static Child run(Jdk jdk, String what, String url) {
    Child app =
        on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .run(jars(jdk), ReactorNettyApp.class, what, url);
    assertThat(app.output()).as(app.toString()).contains("end");
    return app;
  }

  @ParameterizedTest
  @EnumSource
  void everyWayOfSendingIsBalanced(Jdk jdk) {
    Child app =
        on(jdk)
            .agent(PROVIDERS.configuration())
            .run(jars(jdk), ReactorNettyApp.class, "all", OPENAI);

    assertThat(WAYS).as(app.toString()).allMatch(way -> app.said(way).equals("200 whole by a"));
    assertThat(WITHOUT_HEAD).as(app.toString()).allMatch(way -> app.said(way).equals("whole"));
    assertThat(app.said("get")).startsWith("200 whole");
    assertThat(app.output()).contains("end");
    assertThat(app.exit()).isZero();
    assertThat(app.error()).as("one line: it has started").hasSize(1);
    assertThat(PROVIDERS.simulator.log("a"))
        .hasSize(WAYS.size() + WITHOUT_HEAD.size() + 1 + 5) // six for the hooks
        .allMatch(entry -> entry.headers().keySet().stream().noneMatch(ReactorNettyIT::isOurs))
        .filteredOn(entry -> entry.method().equals("POST"))
        .allMatch(entry -> entry.headers().containsKey("content-length"));
  }

  private static boolean isOurs(String header) {
    return header.contains("ai-lb") || header.contains("ailb");
  }

  @ParameterizedTest
  @EnumSource
  void aDeadEndpointIsLeftUnseen(Jdk jdk) {
    PROVIDERS.simulator.down("a");

    Child app =
        on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .run(jars(jdk), ReactorNettyApp.class, "all", OPENAI);

    assertThat(WAYS).as(app.toString()).allMatch(way -> app.said(way).equals("200 whole by b"));
    assertThat(WITHOUT_HEAD).as(app.toString()).allMatch(way -> app.said(way).equals("whole"));
    assertThat(app.error()).isEmpty();
  }

  @Test
  void aFullEndpointIsLeftUnseen() {
    PROVIDERS.simulator.script("a", List.of(FaultRule.of(Fault.rateLimit(30))));

    Child app = run(Jdk.JDK_17, "one", OPENAI);

    assertThat(app.said("one")).isEqualTo("200 whole by b");
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("a", 1).containsEntry("b", 1);
  }

  @Test
  void anErrorOfTheCallersOwnMakingStaysAsItIs() {
    PROVIDERS.simulator.script(
        "a", List.of(FaultRule.of(new Fault.Failure(Problem.INVALID_REQUEST))));

    Child app = run(Jdk.JDK_17, "one", OPENAI);

    assertThat(app.said("one")).startsWith("400 {").contains("\"error\"").endsWith(" by a");
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("a", 1).containsEntry("b", 0);
  }

  @Test
  void whereNobodyIsLeftThereIsAnAnswerAllTheSame() {
    PROVIDERS.simulator.down("a");
    PROVIDERS.simulator.down("b");

    Child app = run(Jdk.JDK_17, "one", OPENAI);

    assertThat(app.said("one")).startsWith("503 {").contains("\"error\"");
    assertThat(app.error()).isEmpty();
  }

  @Test
  void theApplicationsOwnTimeoutHolds() {
    for (String name : List.of("a", "b")) {
      PROVIDERS.simulator.script(name, List.of(FaultRule.of(new Fault.Silence(null))));
    }

    Child app = run(Jdk.JDK_25, "silence", OPENAI);

    assertThat(app.said("silence")).isEqualTo("io.netty.handler.timeout.ReadTimeoutException");
  }

  private static boolean isSpread(List<Integer> times) {
    // the end has up to three of its own
    return times.get(times.size() - 1) > EVENT_MILLIS * (times.size() - 4);
  }

  @Test
  void aStreamComesAsItIsWrittenAndItsEndIsSeenUpstream() throws Exception {
    Child app =
        on(Jdk.JDK_25)
            .agent(SLOW.configuration() + ",log=error")
            .start(jars(Jdk.JDK_25), ReactorNettyApp.class, "stream", OPENAI);
    app.awaitLine(line -> line.startsWith("cancelled after: 2"));

    // A first event that a busy machine shows late makes the others look close together; but not
    // each time.
    assertThat(IntStream.rangeClosed(1, ReactorNettyApp.STREAMS).mapToObj(i -> "stream " + i))
        .map(stream -> Stream.of(app.said(stream).split(",")).map(Integer::valueOf).toList())
        .as("late by one event at most")
        .anyMatch(ReactorNettyIT::isSpread);
    int last = ReactorNettyApp.STREAMS + 1;
    LogEntry cancelled = SLOW.simulator.log("a").get(last);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (cancelled.clientLeftAtMillis() == null && System.nanoTime() < deadline) {
      cancelled = SLOW.simulator.log("a").get(last);
    }
    assertThat(cancelled.clientLeftAtMillis()).isNotNull();
    app.sendLine();
    app.end();
    assertThat(app.error()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void manyAtOnceLoseNothing(Jdk jdk) {
    Child app = run(jdk, "many", OPENAI);

    assertThat(app.said("many")).isEqualTo("150 whole");
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("a", 200).containsEntry("b", 0);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotOursAfterAllGoesWhereItWasGoing(Jdk jdk) {
    Child app = run(jdk, "bypass", PROVIDERS.ownUrl());

    assertThat(List.of("single", "chunked", "expecting", "web mono"))
        .as(app.toString())
        .allMatch(way -> app.said(way).equals("200 whole by null"));
    assertThat(WITHOUT_HEAD).as(app.toString()).allMatch(way -> app.said(way).equals("whole"));
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("own", 7).containsEntry("a", 0);
  }

  @ParameterizedTest
  @EnumSource
  void triesAreOfTheProtocolThatTheClientSpeaks(Jdk jdk) {
    try (Providers secure = new Providers(spec -> spec.tls(true).http2(true), "")) {
      Child app =
          on(jdk)
              .agent(secure.configuration() + ",log=error")
              .run(jars(jdk), ReactorNettyApp.class, "http2", OPENAI);

      assertThat(app.said("single")).as(app.toString()).isEqualTo("200 whole by a");
      assertThat(app.said("chunked")).isEqualTo("200 whole by a");
      assertThat(app.said("web flux")).isEqualTo("whole");
      assertThat(app.error()).isEmpty();
      assertThat(secure.simulator.log("a"))
          .hasSize(3)
          .allMatch(entry -> entry.protocol().equals("HTTP/2"));
      secure.nothingLeaked();
    }
  }

  @Test
  void webClientOverTheJdksClientMeetsTheEngineOnce() {
    Child app = run(Jdk.JDK_17, "jdk", OPENAI);

    assertThat(app.said("web mono")).as(app.toString()).isEqualTo("200 whole by a");
    assertThat(app.said("web exchange")).isEqualTo("200 whole by a");
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("a", 2);
  }

  @Test
  void aWebSocketIsLeftAlone() {
    Child app = run(Jdk.JDK_17, "socket", "/v1/chat/completions");

    assertThat(app.said("asked to")).isEqualTo("websocket");
    assertThat(PROVIDERS.seen()).containsEntry("a", 0);
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatIsThereBeforeTheAgentIsBalancedAfterIt(Jdk jdk) throws Exception {
    Child app =
        on(jdk)
            .option(jdk == Jdk.JDK_25 ? "-XX:+EnableDynamicAgentLoading" : "-Dnothing=here")
            .start(jars(jdk), ReactorNettyApp.class, "attach", PROVIDERS.ownUrl());
    app.awaitLine(line -> line.startsWith("ready"));
    assertThat(app.said("before")).startsWith("200 whole by null");

    app.attach(ClassPaths.agentJar(), PROVIDERS.configuration());
    app.sendLine();
    app.end();

    assertThat(app.said("after")).as(app.toString()).isEqualTo("200 whole by a");
    assertThat(app.said("after, streamed")).isEqualTo("whole");
    assertThat(app.error()).hasSize(1);
  }

  @Test
  void whoSwitchesItOffHasItUntouched() {
    try (Providers without = new Providers(spec -> spec, "agent: {clients: [jdk, okhttp]}\n")) {
      Child app =
          on(Jdk.JDK_17)
              .agent(without.configuration() + ",log=error")
              .run(jars(Jdk.JDK_17), ReactorNettyApp.class, "one", without.ownUrl());

      assertThat(app.said("one")).as(app.toString()).isEqualTo("200 whole by null");
      assertThat(app.error()).isEmpty();
      assertThat(without.seen()).containsEntry("own", 1).containsEntry("a", 0);
    }
  }

  /** Or else none of the others would say that nothing is lost. */
  @Test
  void aBufferThatIsLostIsSeen() {
    Child app = run(Jdk.JDK_17, "leak", OPENAI);

    assertThat(app.error()).as(app.toString()).anyMatch(line -> line.contains("LEAK"));
  }
}
