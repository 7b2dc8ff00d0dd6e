package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.JdkHttpApp;
import io.ailb.simulator.plan.Latency;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's own client, on each JDK, under the agent from the start or later. */
class JdkHttpIT {
  /** Nobody can reach this from here: who gets an answer was balanced. */
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final List<String> WAYS =
      List.of("sync", "stream", "async", "async lines", "input stream", "following redirects");

  private static final Providers PROVIDERS =
      new Providers(spec -> spec.latency(new Latency(0, 0, 5)), "");

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

  @ParameterizedTest
  @EnumSource
  void everyWayOfSendingIsBalanced(Jdk jdk) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.applications().toString(), JdkHttpApp.class, OPENAI, "all");

    for (String way : WAYS) {
      assertThat(app.said(way)).as(app.toString()).isEqualTo("200 whole by a for api.openai.com");
    }
    assertThat(app.said("cancelled")).isEqualTo("yes");
    assertThat(app.output()).contains("end");
    assertThat(app.exit()).isZero();
    assertThat(PROVIDERS.seen().get("a")).isBetween(6, 7);
    assertThat(PROVIDERS.seen()).containsEntry("b", 0);
    assertThat(app.error()).as("one line: it has started").hasSize(1);
  }

  /** To an address that pools serve, but not what they serve there. */
  @ParameterizedTest
  @EnumSource
  void aRequestWithoutABodyGoesOutUntouchedAndOnce(Jdk jdk) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.applications().toString(), JdkHttpApp.class, PROVIDERS.ownUrl(), "get");

    assertThat(app.said("get")).as(app.toString()).isEqualTo(app.said("get, async"));
    assertThat(PROVIDERS.seen()).containsEntry("own", 2).containsEntry("a", 0);
    assertThat(app.error()).allMatch(line -> line.contains(" INFO "));
  }

  @ParameterizedTest
  @EnumSource
  void aDeadEndpointIsLeftUnseen(Jdk jdk) {
    PROVIDERS.simulator.down("a");

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration() + ",log=error")
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .run(ClassPaths.applications().toString(), JdkHttpApp.class, OPENAI, "all");

    for (String way : WAYS) {
      assertThat(app.said(way)).as(app.toString()).isEqualTo("200 whole by b for api.openai.com");
    }
    assertThat(app.error()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatIsThereBeforeTheAgentIsBalancedAfterIt(Jdk jdk) throws Exception {
    Child app =
        Child.on(jdk)
            .option(jdk == Jdk.JDK_25 ? "-XX:+EnableDynamicAgentLoading" : "-Dnothing=here")
            .start(
                ClassPaths.applications().toString(),
                JdkHttpApp.class,
                PROVIDERS.ownUrl(),
                "attach");
    app.awaitLine(line -> line.startsWith("ready"));
    assertThat(app.said("before")).startsWith("200 whole by null");

    app.attach(ClassPaths.agentJar(), PROVIDERS.configuration());
    app.sendLine();
    app.end();

    assertThat(app.said("after")).as(app.toString()).startsWith("200 whole by a");
    assertThat(app.said("after, streamed")).startsWith("200 whole by a");
    assertThat(app.error()).hasSize(1);
  }
}
