package io.ailb.agent.batch.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ailb.agent.log.AgentLog;
import io.ailb.agent.trial.Trial;
import io.ailb.client.ChatRequest;
import io.ailb.model.AiCall;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateTest {
  static {
    AgentLog.level("error");
  }

  private static final String CANARY = "sk-proj-canary0123456789canary";

  private static final String TWO =
      """
      pools:
        - endpoints:
            - {name: one, provider: openai, apiKey: "${NOT_SET_1}", limits: {rpm: 1200}, weight: 2}
            - {name: two, provider: openai, apiKey: "${NOT_SET_2}", limits: {rpm: 600}}
      """;

  @TempDir private Path directory;

  private static AiCall call(@Nullable String model, int bytes, long most) {
    return call(Operation.CHAT_COMPLETIONS, model, bytes, most);
  }

  private static AiCall call(Operation operation, @Nullable String model, int bytes, long most) {
    return new AiCall(
        operation,
        new Origin("https", "ai-lb.invalid", 443),
        model,
        false,
        false,
        most,
        1,
        bytes,
        0);
  }

  private static Sample of(int items, AiCall call) {
    Sample sample = new Sample(300);
    for (int i = 0; i < items; i++) {
      sample.add(call);
    }
    return sample;
  }

  private Estimate estimate(String yaml, Sample sample) throws IOException {
    return estimate(yaml, sample, Assumptions.USUAL, null);
  }

  private Estimate estimate(
      String yaml, Sample sample, Assumptions assumptions, @Nullable String pool)
      throws IOException {
    Path file = Files.writeString(directory.resolve("pool.yaml"), yaml);
    try (Trial trial = new Trial(file, Map.of(), 1)) {
      return Estimate.of(trial, pool, sample, assumptions, done -> {});
    }
  }

  @Test
  void limitsAreUsedToTheBrim() throws IOException {
    Estimate estimate = estimate(TWO, of(7_200, call("gpt-4o-mini", 4_000, 100)));

    // 1,800 a minute and as many at once: 3 minutes, less what safety takes.
    assertThat(estimate.answers()).isEqualTo(7_200);
    assertThat(estimate.duration().toSeconds()).isBetween(175L, 245L);
    assertThat(estimate.perSecond()).isCloseTo(30, within(1.5));
    assertThat(estimate.failed()).isEmpty();
    Estimate.Part one = estimate.parts().get(0);
    assertThat(one.answers()).isCloseTo(4_800, within(300L));
    assertThat(estimate.inputTokens()).isEqualTo(7_200_000);
    assertThat(estimate.outputTokens()).isEqualTo(720_000);
    // 0.15 USD for a million in, 0.60 for a million out.
    assertThat(estimate.cost().get("USD")).isCloseTo(1.08 + 0.432, within(0.001));
    assertThat(estimate.costAtMost()).isEqualTo(estimate.cost());
  }

  @Test
  void withoutLimitsItIsThePaceThatCounts() throws IOException {
    String free = "pools: [{endpoints: [{name: one, provider: openai, apiKey: \"${NOT_SET}\"}]}]";
    Estimate quick = estimate(free, of(5_000, call("gpt-4o-mini", 400, 80)));
    assertThat(quick.duration().toSeconds()).isBetween(10L, 30L);
    Estimate few =
        estimate(
            free, of(100, call("gpt-4o-mini", 400, 80)), new Assumptions(300, 0.6, 80, 1), null);
    assertThat(few.duration().toSeconds()).isBetween(150L, 180L);
  }

  @Test
  void saidAloud() throws IOException {
    Sample sample = of(3_000, call("gpt-4o-mini", 4_000, 500));
    sample.add((ChatRequest) null);
    sample.add(ChatRequest.json("/v1/chat/completions", "no JSON"));
    List<String> lines = estimate(TWO, sample).lines();
    assertThat(lines.get(0))
        .matches(
            "3,000 items: about \\d+ s, and 0\\.99 USD \\(at most 1\\.35 USD, were each answer as"
                + " long as its request allows\\)\\. Nothing was sent\\.|"
                + "3,000 items: about 1 min \\d\\d s, and 0\\.99 USD \\(at most 1\\.35 USD, were each"
                + " answer as long as its request allows\\)\\. Nothing was sent\\.");
    assertThat(lines)
        .containsSubsequence(
            "Assumed:",
            "  a token for each 4 bytes of a prompt, 1,000 for a file or an image in it",
            "  answers of 300 tokens, or as long as their request allows where that is less",
            "  answers begin after 600 ms (median) and go on at 80 tokens a second",
            "  at most 1,000 items at once, as far as limits allow",
            "  providers keep to the limits of the file, of which nothing is used at the start, and"
                + " never fail otherwise",
            "",
            "  endpoint        answers    share      tokens in            out            cost    429s",
            "  2 items cannot be asked as they are, and will fail");
    assertThat(String.join("\n", lines)).contains("a second, once what limits allow at once");
  }

  @Test
  void withoutABoundNobodyKnowsTheMost() throws IOException {
    Estimate estimate = estimate(TWO, of(10, call("gpt-4o-mini", 4_000, -1)));
    assertThat(estimate.costAtMost()).isNull();
    assertThat(estimate.lines().get(0))
        .contains("(more if answers are longer: 10 items set no bound)");
    assertThat(estimate.members().get("costAtMost")).isNull();
  }

  @Test
  void ofTooManyAFairChoiceIsPlayed() throws IOException {
    Sample sample = new Sample(300, 2_000);
    for (int i = 0; i < 40_000; i++) {
      sample.add(call("gpt-4o-mini", i < 20_000 ? 4_000 : 8_000, 100)); // in order of length
    }
    Estimate estimate = estimate(TWO, sample);
    assertThat(estimate.played()).isBetween(10_000L, 11_500L); // five minutes
    assertThat(estimate.items()).isEqualTo(40_000);
    assertThat(estimate.answers()).isEqualTo(40_000);
    assertThat((double) estimate.inputTokens()).isCloseTo(60e6, within(2e6));
    assertThat(estimate.duration().toMinutes()).isBetween(20L, 23L); // 40,000 at 1,800 a minute
    assertThat(estimate.assumed())
        .anyMatch(line -> line.contains("are as 2,000 chosen by chance are"));
  }

  @Test
  void whoFailsIsKnownBefore() throws IOException {
    String mapped =
        """
        pools:
          - name: chat
            endpoints:
              - {name: one, provider: openai, apiKey: "${NOT_SET_1}", models: [gpt-4o-mini]}
          - name: vectors
            endpoints:
              - {name: two, provider: openai, apiKey: "${NOT_SET_2}", models: [text-embedding-3-small]}
        """;
    Sample sample = of(20, call("gpt-4o-mini", 4_000, 100));
    for (int i = 0; i < 10; i++) {
      sample.add(call(Operation.EMBEDDINGS, "text-embedding-3-small", 4_000, -1));
      sample.add(call("no-such-model", 4_000, 100));
    }
    Estimate estimate = estimate(mapped, sample);
    assertThat(estimate.nobodys()).containsExactly(Map.entry("no-such-model", 10L));
    assertThat(estimate.parts())
        .extracting(Estimate.Part::name, Estimate.Part::answers, Estimate.Part::outputTokens)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("chat/one", 20L, 2_000L),
            org.assertj.core.groups.Tuple.tuple("vectors/two", 10L, 0L));
    assertThat(estimate.lines())
        .contains("  10 items will fail: no endpoint serves model no-such-model");
    assertThat(estimate(mapped, sample, Assumptions.USUAL, "chat").nobodys())
        .containsEntry("text-embedding-3-small", 10L);
    assertThatThrownBy(() -> estimate(mapped, sample, Assumptions.USUAL, "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no pool is named \"none\"");
  }

  @Test
  void eachDialectCanBePlayed() throws IOException {
    String all =
        """
        pools:
          - endpoints:
              - name: one
                provider: openai
                apiKey: ${NOT_SET_1}
                limits: {rpm: 60}
                models: {m: gpt-4o-mini}
              - name: two
                provider: anthropic
                apiKey: ${NOT_SET_2}
                limits: {rpm: 60}
                models: {m: claude-haiku-4-5}
              - name: three
                provider: gemini
                apiKey: ${NOT_SET_3}
                limits: {rpm: 60}
                models: {m: gemini-2.5-flash}
        """;
    for (Operation operation :
        List.of(
            Operation.CHAT_COMPLETIONS,
            Operation.RESPONSES,
            Operation.MESSAGES,
            Operation.GENERATE_CONTENT)) {
      Estimate estimate = estimate(all, of(180, call(operation, "m", 4_000, 100)));
      assertThat(estimate.answers()).as("%s", operation).isEqualTo(180);
      assertThat(estimate.parts()).allMatch(part -> part.answers() > 20);
      assertThat(estimate.priced()).isTrue();
    }
  }

  @Test
  void requestsAreTakenForWhatTheyAre() throws IOException {
    Sample sample = new Sample(300);
    sample.add(ChatRequest.of("x".repeat(3_940)).model("gpt-4o-mini").maxTokens(50));
    sample.add(
        ChatRequest.json(
            "/v1/responses",
            "{\"model\":\"gpt-4o-mini\",\"max_output_tokens\":70,\"input\":\"%s\"}"
                .formatted("x".repeat(3_943))));
    sample.add(
        ChatRequest.json(
            "/v1/embeddings",
            "{\"model\":\"text-embedding-3-small\",\"input\":\"%s\"}"
                .formatted("x".repeat(3_955))));
    Estimate estimate = estimate(TWO, sample);
    assertThat(estimate.inputTokens()).isCloseTo(3_000, within(30L));
    assertThat(estimate.outputTokens()).isEqualTo(120);
    assertThat(estimate.unbounded()).isZero();
  }

  @Test
  void whatMeetsARefusalIsAskedAgain() throws IOException {
    String small =
        "pools: [{endpoints: [{name: one, provider: openai, apiKey: \"${NOT_SET}\","
            + " limits: {tpm: 1000}}]}]";
    Estimate estimate = estimate(small, of(200, call("gpt-4o-mini", 8_000, 100)));
    assertThat(estimate.failed()).isEmpty();
    assertThat(estimate.duration().toHours()).isBetween(3L, 8L); // 2,100 tokens each
    assertThat(estimate.lines().toString()).contains(" an hour, once").contains("tokens in");
  }

  @Test
  void nothingIsNothing() throws IOException {
    Estimate estimate = estimate(TWO, new Sample(300));
    assertThat(estimate.duration()).isZero();
    assertThat(estimate.lines().get(0))
        .isEqualTo("0 items: about 0 s, and nothing. Nothing was sent.");
  }

  @Test
  void noKeyIsShown() throws IOException {
    String yaml = TWO.replace("${NOT_SET_1}", CANARY);
    Estimate estimate = estimate(yaml, of(50, call("gpt-4o-mini", 400, 100)));
    List<Object> all = new ArrayList<>(estimate.lines());
    all.add(estimate.members());
    assertThat(all.toString()).doesNotContain("canary");
  }
}
