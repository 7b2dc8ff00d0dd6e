package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.ReactorNettyApp;
import io.ailb.simulator.plan.Latency;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reactor Netty, and WebClient over it, on each JDK, under the agent from the start or later. */
class ReactorNettyIT {
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

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

  private static Child on(Jdk jdk) {
    return Child.on(jdk)
        .option(
            "-Dio.netty.leakDetection.level=paranoid",
            "-Dio.netty.noUnsafe=true", // of which JDK 25 would warn
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+BytecodeVerificationLocal");
  }

  private static String version(Jdk jdk) {
    return ClassPaths.reactorNetty(jdk == Jdk.JDK_17 ? "1.2" : "1.3");
  }

  @ParameterizedTest
  @EnumSource
  void everyWayOfSendingIsBalanced(Jdk jdk) {
    Child app =
        on(jdk)
            .agent(PROVIDERS.configuration())
            .run(version(jdk), ReactorNettyApp.class, "all", OPENAI);
    System.out.println(app);
  }
}
