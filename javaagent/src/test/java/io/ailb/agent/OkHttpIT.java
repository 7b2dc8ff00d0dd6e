package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.OkHttpApp;
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

/** Clients of OkHttp, of each line, on each JDK, under the agent from the start or later. */
class OkHttpIT {
  /** Nobody can reach this from here: who gets an answer was balanced. */
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final Providers PROVIDERS =
      new Providers(
          // Slow enough for a stream to be cancelled in its middle.
          spec -> spec.latency(new Latency(0, 0, 5)),
          "");

  static Stream<Arguments> versions() {
    return Stream.of(Jdk.values())
        .flatMap(jdk -> Stream.of(3, 4, 5).map(version -> Arguments.of(jdk, version)));
  }

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
    PROVIDERS.simulator.up("a");
  }

  @AfterEach
  void nothingLeaked() {
    PROVIDERS.nothingLeaked();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  @ParameterizedTest(name = "{0}, OkHttp {1}")
  @MethodSource("versions")
  void everyClientIsBalancedHoweverItWasBuilt(Jdk jdk, int version) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.okHttp(version), OkHttpApp.class, OPENAI, "all");

    for (String way :
        List.of("sync", "stream", "async", "async stream", "derived", "twice derived")) {
      assertThat(app.said(way)).as(app.toString()).isEqualTo("200 whole by a for api.openai.com");
    }
    assertThat(app.said("application interceptor")).isEqualTo("2, call starts: 2");
    assertThat(app.said("network interceptor"))
        .isEqualTo("[null]"); // no key, neither theirs nor ours
    assertThat(app.said("cancelled"))
        .isIn("IOException", "StreamResetException", "SocketException");
    assertThat(app.output()).contains("end");
    assertThat(app.exit()).isZero();
    assertThat(PROVIDERS.seen()).containsEntry("a", 7).containsEntry("b", 0);
    assertThat(app.error()).as("one line: it has started").hasSize(1);
    assertThat(app.log().get(0)).contains("INFO ailb - ai-lb").contains("2 pools, 4 endpoints");
  }

  @ParameterizedTest(name = "{0}, OkHttp {1}")
  @MethodSource("versions")
  void aDeadEndpointIsLeftUnseen(Jdk jdk, int version) {
    PROVIDERS.simulator.down("a");

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .run(ClassPaths.okHttp(version), OkHttpApp.class, OPENAI, "all");

    for (String way :
        List.of("sync", "stream", "async", "async stream", "derived", "twice derived")) {
      assertThat(app.said(way)).as(app.toString()).isEqualTo("200 whole by b for api.openai.com");
    }
    assertThat(app.said("application interceptor")).isEqualTo("2, call starts: 2");
    assertThat(app.error()).isEmpty();
    assertThat(PROVIDERS.seen()).containsEntry("b", 7);
  }

  @ParameterizedTest(name = "{0}, OkHttp {1}")
  @MethodSource("versions")
  void aClientThatIsThereBeforeTheAgentIsBalancedAfterIt(Jdk jdk, int version) throws Exception {
    Child app =
        Child.on(jdk)
            .option(jdk == Jdk.JDK_25 ? "-XX:+EnableDynamicAgentLoading" : "-Dnothing=here")
            .start(ClassPaths.okHttp(version), OkHttpApp.class, PROVIDERS.ownUrl(), "attach");
    app.awaitLine(line -> line.startsWith("ready"));
    assertThat(app.said("before")).startsWith("200 whole by null");

    app.attach(ClassPaths.agentJar(), PROVIDERS.configuration());
    app.sendLine();
    app.end();

    assertThat(app.said("after")).as(app.toString()).startsWith("200 whole by a");
    assertThat(app.said("after, streamed")).startsWith("200 whole by a");
    assertThat(PROVIDERS.seen()).containsEntry("own", 1).containsEntry("a", 2);
    assertThat(app.error()).hasSize(1);
  }

  @Test
  void whatNoPoolServesGoesOutUntouchedWithTheApplicationsKey() {
    String models = PROVIDERS.ownUrl().replace("/chat/completions", "/moderations");

    Child app =
        Child.on(Jdk.JDK_17)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.okHttp(4), OkHttpApp.class, models, "one");

    assertThat(app.said("one")).contains("by null");
    assertThat(PROVIDERS.simulator.log("own"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.keyOwner()).isEqualTo("own"));
  }
}
