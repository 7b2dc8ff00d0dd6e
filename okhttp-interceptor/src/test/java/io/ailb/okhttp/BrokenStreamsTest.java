package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code stream.recovery} over real connections. */
@Timeout(60)
class BrokenStreamsTest {
  private Lab lab;

  private OkHttpClient client(String recovery, Provider second) {
    lab =
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec.tokens(20), e -> {})
            .endpoint(
                "b",
                second,
                spec -> spec.tokens(20),
                e -> e.models(Map.of("gpt-4o-mini", "gpt-4o-mini")))
            .with(pool -> pool.set("stream.recovery", recovery).set("timeouts.idle", "1s"))
            .start();
    return lab.built(lab.client());
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault.Cut(8, true),
        new Fault.Cut(8, false),
        new Fault.ErrorEvent(8, Problem.OVERLOADED),
        new Fault.MalformedEvent(8),
        new Fault.Stall(8, null, null));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aStreamThatIsHeldBackIsReplacedByAWholeOne(Fault fault) throws IOException {
    for (Provider second : List.of(Provider.OPENAI, Provider.ANTHROPIC)) {
      OkHttpClient client = client("buffer", second);
      lab.script("a", FaultRule.of(fault).times(2));
      try (Response response = client.newCall(Lab.chat(true)).execute()) {
        assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
        assertThat(response.body().string())
            .contains(lab.simulatedName("b"))
            .doesNotContain(lab.simulatedName("a"), "\"error\"")
            .endsWith("data: [DONE]\n\n");
      }
      lab.close();
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void withNoneTheBreakIsABreak(Fault fault) throws IOException {
    OkHttpClient client = client("none", Provider.OPENAI);
    lab.script("a", FaultRule.of(fault));
    StringBuilder received = new StringBuilder();
    try (Response response = client.newCall(Lab.chat(true)).execute()) {
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
      if (fault instanceof Fault.ErrorEvent) {
        assertThat(response.body().string()).contains("\"error\"").doesNotContain("[DONE]");
        return; // the provider's own words, which end its stream
      }
      assertThatThrownBy(
              () -> {
                while (!response.body().source().exhausted()) {
                  received.append(response.body().source().readUtf8Line()).append('\n');
                }
              })
          .isInstanceOf(IOException.class);
    }
    assertThat(received)
        .contains("\"content\"")
        .doesNotContain("\"error\"", "[DONE]", "\"broken\"", lab.simulatedName("b"));
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void anEndMarkThatIsMissingIsWritten() throws IOException {
    for (String recovery : List.of("error", "buffer", "none")) {
      OkHttpClient client = client(recovery, Provider.OPENAI);
      lab.script("a", FaultRule.of(new Fault.NoTerminal()));
      try (Response response = client.newCall(Lab.chat(true)).execute()) {
        assertThat(response.body().string())
            .contains("\"finish_reason\":\"stop\"")
            .endsWith("}\n\ndata: [DONE]\n\n");
        assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
      }
      lab.close();
    }
  }
}
