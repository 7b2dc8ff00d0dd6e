package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.AnthropicApp;
import io.ailb.agent.app.OpenAiApp;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real SDKs, which know nothing of ai-lb. */
class SdkIT {
  private static final Providers PROVIDERS = new Providers();

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
    for (String name : List.of("a", "b", "c", "d")) {
      PROVIDERS.simulator.clearScript(name);
    }
  }

  @AfterEach
  void nothingLeaked() {
    PROVIDERS.nothingLeaked();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  private static Child run(Jdk jdk, Class<?> main, String... arguments) {
    return Child.on(jdk).agent(PROVIDERS.configuration()).run(ClassPaths.sdks(), main, arguments);
  }

  @ParameterizedTest
  @EnumSource
  void openAiJavaIsServedByThePool(Jdk jdk) {
    Child app = run(jdk, OpenAiApp.class);

    for (String way :
        List.of(
            "chat",
            "chat stream",
            "async chat",
            "async chat stream",
            "response",
            "response stream")) {
      assertThat(app.said(way)).as(app.toString()).startsWith("a answers #");
    }
    assertThat(app.said("embeddings")).isEqualTo("1");
    assertThat(app.output()).contains("end");
    assertThat(PROVIDERS.seen()).containsEntry("a", 7).containsEntry("b", 0);
    assertThat(app.log()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void openAiJavaDoesNotNoticeThatAnEndpointFails(Jdk jdk) {
    PROVIDERS.simulator.script(
        "a", FaultRule.of(Fault.rateLimit(30)).times(1), FaultRule.of(new Fault.Reset()));

    Child app = run(jdk, OpenAiApp.class);

    for (String way :
        List.of(
            "chat",
            "chat stream",
            "async chat",
            "async chat stream",
            "response",
            "response stream")) {
      assertThat(app.said(way)).as(app.toString()).startsWith("b answers #");
    }
    assertThat(PROVIDERS.simulator.log("b"))
        .allSatisfy(entry -> assertThat(entry.retryCount()).as("retries of the SDK").isIn(null, 0));
  }

  @ParameterizedTest
  @EnumSource
  void anthropicJavaIsServedByThePool(Jdk jdk) {
    Child app = run(jdk, AnthropicApp.class);

    for (String way : List.of("message", "stream", "async", "async stream")) {
      assertThat(app.said(way)).as(app.toString()).startsWith("c answers #");
    }
    assertThat(Integer.parseInt(app.said("count"))).isPositive();
    assertThat(app.output()).contains("end");
    assertThat(PROVIDERS.seen()).containsEntry("c", 5).containsEntry("d", 0);
  }

  @ParameterizedTest
  @EnumSource
  void anthropicJavaDoesNotNoticeThatAnEndpointFails(Jdk jdk) {
    PROVIDERS.simulator.script("c", FaultRule.of(Fault.status(529)));

    Child app = run(jdk, AnthropicApp.class);

    for (String way : List.of("message", "stream", "async", "async stream")) {
      assertThat(app.said(way)).as(app.toString()).startsWith("d answers #");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenNobodyCanServeTheSdkAsksOnceOnly(Jdk jdk) {
    PROVIDERS.simulator.script("a", FaultRule.of(Fault.status(500)));
    PROVIDERS.simulator.script("b", FaultRule.of(Fault.status(500)));

    Child app = run(jdk, OpenAiApp.class, "1");

    assertThat(app.said("chat 0")).startsWith("InternalServerException");
    int tries = PROVIDERS.simulator.log("a").size() + PROVIDERS.simulator.log("b").size();
    assertThat(tries).as("one retry loop").isLessThanOrEqualTo(4);
  }
}
