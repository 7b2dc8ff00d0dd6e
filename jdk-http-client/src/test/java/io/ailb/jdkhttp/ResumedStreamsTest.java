package io.ailb.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code stream.recovery: resume} through the JDK's client: the rest is one more try to it. */
@Timeout(60)
class ResumedStreamsTest {
  private static final int TOKENS = 20;
  private static final Pattern TEXT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private Lab lab;

  /** Endpoint b can go on; a cannot. */
  private void start(Provider second) {
    String model = second == Provider.ANTHROPIC ? "claude-haiku-4-5" : "gpt-4o-mini";
    lab =
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec.tokens(TOKENS), e -> {})
            .endpoint(
                "b",
                second,
                spec -> spec.tokens(TOKENS),
                e ->
                    e.models(Map.of("gpt-4o-mini", model))
                        .set("capabilities", Map.of("prefill", true)))
            .with(pool -> pool.set("stream.recovery", "resume").set("timeouts.idle", "1s"))
            .start();
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            new Fault.Cut(8, true),
            new Fault.Cut(8, false),
            new Fault.ErrorEvent(8, Problem.OVERLOADED),
            new Fault.MalformedEvent(8),
            new Fault.Stall(8, null, null))
        .flatMap(
            fault ->
                Stream.of(Provider.OPENAI, Provider.ANTHROPIC)
                    .map(second -> Arguments.of(fault, second)));
  }

  private static void isWholeAnswerOfA(String stream) {
    StringBuilder text = new StringBuilder();
    Matcher pieces = TEXT.matcher(stream);
    while (pieces.find()) {
      text.append(pieces.group(1));
    }
    assertThat(text.toString()).startsWith("a answers #").contains(": lorem ipsum dolor sit amet");
    assertThat(text.toString().split(" ", -1)).as(stream).hasSize(TOKENS);
    assertThat(stream).containsOnlyOnce("\"role\"").containsOnlyOnce("[DONE]").endsWith("\n\n");
    assertThat(stream).doesNotContain("\"error\"", "\"broken\"");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void anotherEndpointGoesOnWhereAStreamBreaks(Fault fault, Provider second) throws Exception {
    start(second);
    lab.script("a", FaultRule.of(fault));
    HttpResponse<String> response =
        lab.client().send(Lab.chat(true).build(), BodyHandlers.ofString());
    assertThat(response.headers().firstValue("x-ai-lb-endpoint")).hasValue("a");
    isWholeAnswerOfA(response.body());
    assertThat(lab.log("b")).hasSize(1);
  }

  @Test
  void whoReadsAStreamReadsOn() throws Exception {
    start(Provider.OPENAI);
    lab.script("a", FaultRule.of(new Fault.Cut(8, true)));
    try (InputStream body =
        lab.client()
            .sendAsync(Lab.chat(true).build(), BodyHandlers.ofInputStream())
            .get(10, TimeUnit.SECONDS)
            .body()) {
      isWholeAnswerOfA(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whereThePrefillIsRefusedTheAnswerBreaksAsItDid() throws Exception {
    start(Provider.OPENAI);
    lab.script("a", FaultRule.of(new Fault.Cut(8, true)));
    String refusal =
        "{\"error\":{\"message\":\"This model does not support assistant message prefill.\"}}";
    lab.script("b", FaultRule.of(new Fault.Status(400, refusal, null)).prefill(true));
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (InputStream body =
        lab.client().send(Lab.chat(true).build(), BodyHandlers.ofInputStream()).body()) {
      assertThatThrownBy(() -> body.transferTo(received)).isInstanceOf(IOException.class);
    }
    assertThat(received.toString(StandardCharsets.UTF_8))
        .contains("endpoint a: ")
        .doesNotContain("prefill", "[DONE]");
    assertThat(lab.log("b")).hasSize(1);
  }
}
