package io.ailb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ailb.client.ChatException.Fault;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One prompt, over real connections. */
@Timeout(60)
class LoadBalancedClientTest {
  private Lab lab = two();

  private static Lab two() {
    return new Lab.Plan()
        .endpoint("a")
        .endpoint("b")
        .with(pool -> pool.set("routing.strategy", "ordered"))
        .start();
  }

  private void instead(Lab.Plan plan) {
    lab.close();
    lab = plan.start();
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  @Test
  void anAnswerSaysWhoGaveItAndWhatItTook() {
    ChatResult result = lab.client.complete("Why is the sky blue?");
    assertThat(result.content()).isNotBlank();
    assertThat(result.json()).contains("\"choices\"");
    assertThat(result.endpoint()).isEqualTo("a");
    assertThat(result.model()).isEqualTo("gpt-4o-mini");
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(result.inputTokens()).isPositive();
    assertThat(result.outputTokens()).isPositive();
    assertThat(result.cost()).isPositive();
    assertThat(result.currency()).isEqualTo("USD");
    assertThat(result.latency()).isPositive();
  }

  @Test
  void settingsAreTheProvidersOwnUnlessGiven() {
    instead(bodies());
    lab.client.complete("hello");
    lab.client.complete(ChatRequest.of("hello").maxTokens(7).temperature(0.5));
    List<LogEntry> asked = lab.log("a");
    assertThat(asked.get(0).body()).doesNotContain("max").doesNotContain("temperature");
    assertThat(asked.get(1).body())
        .contains("\"max_completion_tokens\":7")
        .contains("\"temperature\":0.5");
  }

  private static Lab.Plan bodies() {
    return new Lab.Plan().endpoint("a", Provider.OPENAI, spec -> spec.keepBodies(true), e -> {});
  }

  @Test
  void anotherEndpointAnswersUnseen() {
    lab.script("a", FaultRule.of(io.ailb.simulator.fault.Fault.status(503)));
    ChatResult result = lab.client.complete("hello");
    assertThat(result.endpoint()).isEqualTo("b");
    assertThat(result.attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Provider.class,
      names = {"OPENAI", "ANTHROPIC", "GEMINI"})
  void aPoolOfAnyProviderIsAskedInItsOwnWordsWithoutAnyMap(Provider provider) {
    instead(new Lab.Plan().endpoint("only", provider, spec -> spec.strict(true), e -> {}));
    String model =
        switch (provider) {
          case ANTHROPIC -> "claude-haiku-4-5";
          case GEMINI -> "gemini-2.5-flash";
          default -> "gpt-4o-mini";
        };
    ChatRequest request =
        ChatRequest.of(
                List.of(
                    ChatMessage.system("Be brief."),
                    ChatMessage.user("hello"),
                    ChatMessage.assistant("hi"),
                    ChatMessage.user("and?")))
            .model(model)
            .maxTokens(50)
            .temperature(0.2);
    ChatResult whole = lab.client.complete(request);
    assertThat(whole.content()).isNotBlank();
    assertThat(whole.outputTokens()).isPositive();
    List<String> pieces = new CopyOnWriteArrayList<>();
    ChatResult streamed = lab.client.stream(request, pieces::add);
    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(String.join("", pieces)).isEqualTo(streamed.content());
    assertThat(streamed.outputTokens()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, '{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'",
    "/v1/responses, '{\"model\":\"m\",\"input\":\"hi\"}'",
    "/v1/messages, '{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'",
    "/v1beta/models/m:generateContent, '{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}'",
  })
  void jsonOfAnyApiIsAnsweredInItsOwnWords(String path, String json) {
    instead(
        new Lab.Plan()
            .endpoint(
                "c",
                Provider.ANTHROPIC,
                spec -> spec,
                e -> e.set("models", Map.of("m", "claude-haiku-4-5"))));
    ChatResult result = lab.client.complete(ChatRequest.json(path, json));
    assertThat(result.content()).isNotBlank();
    assertThat(result.model()).isEqualTo("claude-haiku-4-5");
    String mark =
        path.contains("chat")
            ? "\"choices\""
            : path.contains("responses")
                ? "\"output\""
                : path.contains("messages") ? "\"stop_reason\"" : "\"candidates\"";
    assertThat(result.json()).contains(mark);
  }

  @Test
  void embeddingsHaveNoTextButJson() {
    ChatResult result =
        lab.client.complete(
            ChatRequest.json(
                "/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"hi\"}"));
    assertThat(result.content()).isEmpty();
    assertThat(result.json()).contains("\"embedding\"");
  }

  @Test
  void thatNobodyCanAnswerNamesThePoolAndEachEndpointWithItsReason() {
    lab.script("a", FaultRule.of(io.ailb.simulator.fault.Fault.status(503)));
    lab.script("b", FaultRule.of(io.ailb.simulator.fault.Fault.status(500)));
    ChatException failure =
        catchThrowableOfType(ChatException.class, () -> lab.client.complete("hello"));
    assertThat(failure.fault()).isEqualTo(Fault.POOL);
    assertThat(failure.status()).isGreaterThanOrEqualTo(500);
    assertThat(failure.attempts()).isGreaterThan(1);
    assertThat(failure).hasMessageContaining("pool \"default\"");
    assertThat(failure.getMessage()).doesNotContain(Lab.key("a")).doesNotContain(Lab.key("b"));
  }

  @Test
  void theCallersOwnMistakeComesAtOnce() {
    ChatException failure =
        catchThrowableOfType(
            ChatException.class,
            () ->
                lab.client.complete(
                    ChatRequest.json("/v1/chat/completions", "{\"model\":\"gpt-4o-mini\"}")));
    assertThat(failure.fault()).isEqualTo(Fault.REQUEST);
    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.json()).contains("\"error\"");
    assertThat(failure.endpoint()).isEqualTo("a");
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void whatCannotBeAskedAtAllIsSaidWithItsReason() {
    assertThatThrownBy(() -> lab.client.complete(ChatRequest.json("/v1/audio/speech", "{}")))
        .isInstanceOf(ChatException.class)
        .hasMessageContaining("/v1/audio/speech")
        .hasMessageContaining("/v1/chat/completions");
    assertThatThrownBy(() -> LoadBalancedClient.of(lab.balancer).complete("hello"))
        .isInstanceOf(ChatException.class)
        .hasMessageContaining("names no model");
    assertThatThrownBy(() -> lab.client.complete(ChatRequest.of("x").tags("eu")))
        .isInstanceOf(ChatException.class)
        .hasMessageContaining("eu");
    assertThatThrownBy(() -> LoadBalancedClient.builder(lab.balancer).pool("other").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"other\"")
        .hasMessageContaining("default");
  }

  @Test
  void aStreamThatBreaksFailsWithWhatCameBefore() {
    instead(new Lab.Plan().endpoint("a", Provider.OPENAI, spec -> spec.tokens(40), e -> {}));
    lab.script("a", FaultRule.of(new io.ailb.simulator.fault.Fault.Cut(8, false)));
    List<String> pieces = new CopyOnWriteArrayList<>();
    ChatException failure =
        catchThrowableOfType(
            ChatException.class, () -> lab.client.stream(ChatRequest.of("hi"), pieces::add));
    assertThat(failure.fault()).isEqualTo(Fault.POOL);
    assertThat(pieces).isNotEmpty();
  }

  @Test
  void aClientThatIsClosedSaysSo() {
    lab.client.close();
    assertThatThrownBy(() -> lab.client.complete("hi"))
        .isInstanceOf(ChatException.class)
        .hasMessageContaining("the client is closed");
  }

  @Test
  void toCancelEndsTheCall() throws Exception {
    lab.script("a", FaultRule.of(new io.ailb.simulator.fault.Fault.Silence(20_000L)));
    CompletableFuture<ChatResult> answer = lab.client.completeAsync(ChatRequest.of("hi"));
    Lab.eventually(() -> lab.log("a").size() == 1);
    answer.cancel(true);
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void anInterruptEndsTheCallAndStaysSet() throws Exception {
    lab.script("a", FaultRule.of(new io.ailb.simulator.fault.Fault.Silence(20_000L)));
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                lab.client.complete("hi");
              } catch (ChatException e) {
                thrown.complete(
                    Thread.currentThread().isInterrupted() ? e : new AssertionError("lost", e));
              }
            });
    caller.start();
    Lab.eventually(() -> lab.log("a").size() == 1);
    caller.interrupt();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.fault()).isEqualTo(Fault.LEFT));
  }

  @Test
  void aTimeoutCountsAllTriesAndWaits() {
    lab.script("a", FaultRule.of(new io.ailb.simulator.fault.Fault.Silence(20_000L)));
    lab.script("b", FaultRule.of(new io.ailb.simulator.fault.Fault.Silence(20_000L)));
    assertThatThrownBy(
            () -> lab.client.complete(ChatRequest.of("hi").timeout(Duration.ofMillis(300))))
        .isInstanceOf(ChatException.class);
  }

  @Test
  void whatTheListenerThrowsEndsTheCall() {
    assertThatThrownBy(
            () ->
                lab.client.stream(
                    ChatRequest.of("hi"),
                    piece -> {
                      throw new IllegalStateException("enough");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
  }
}
