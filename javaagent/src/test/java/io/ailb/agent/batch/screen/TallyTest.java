package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.client.BatchResult;
import io.ailb.client.ChatResult;
import io.ailb.expose.Stats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final String CANARY = "sk-proj-canary0123456789canary";
  private static final Stats NO_STATS = new Stats(0, 0, 0, 0, List.of());

  private final Tally tally = new Tally(text -> text.replace(CANARY, "sk-***ary"));

  private static BatchResult<String> answer(String endpoint, double cost, @Nullable String money) {
    ChatResult result =
        new ChatResult(
            "", "", 200, null, endpoint, "m", 1, 30, -1, cost, money, Duration.ZERO, Duration.ZERO);
    return new BatchResult<>(0, "item", result, null, 1);
  }

  @Test
  void addsUpByEndpoint() {
    tally.add(answer("two", 0.5, "USD"));
    tally.add(answer("one", 0.25, "USD"));
    tally.add(answer("one", 0.5, "EUR"));
    tally.add(answer("free", 0, null));
    assertThat(tally.endpoints(NO_STATS))
        .containsExactly(
            new Summary.OfEndpoint("free", 1, 30, 0, Map.of(), 0),
            new Summary.OfEndpoint("one", 2, 60, 0, Map.of("USD", 0.25, "EUR", 0.5), 0),
            new Summary.OfEndpoint("two", 1, 30, 0, Map.of("USD", 0.5), 0));
  }

  @Test
  void reasonsThatDifferInNumbersAndIdsAreOne() {
    tally.failed("line 17 is no JSON");
    tally.failed("line 18 is no JSON");
    tally.failed("400: request req_0123456789abcdef is too long by 1,200 tokens");
    tally.failed("400: request req_fedcba9876543210 is too long by 3 tokens");
    tally.failed("400: request req_aaaabbbbcccc1234 is too\n long by 3 tokens");
    assertThat(tally.reasons())
        .containsExactly(
            new Summary.Reason(3, "400: request req_0123456789abcdef is too long by 1,200 tokens"),
            new Summary.Reason(2, "line 17 is no JSON"));
  }

  @Test
  void endlessReasonsTakeNoEndlessMemory() {
    for (int i = 0; i < 10_000; i++) {
      tally.failed("reason ".repeat(1_000) + "x".repeat(i % 1_000) + "y".repeat(i / 1_000));
    }
    assertThat(tally.reasons()).hasSize(201);
    assertThat(tally.reasons().get(0).failed()).isGreaterThan(9_000);
    assertThat(tally.reasons()).allMatch(reason -> reason.example().length() < 310);
  }

  @Test
  void aKeyThatAProviderEchoesIsNotShown() {
    tally.failed("401: Incorrect API key provided: " + CANARY);
    tally.failed("x".repeat(280) + " " + CANARY); // cut in the middle, it would not be found
    assertThat(tally.reasons().toString()).doesNotContain("canary").contains("sk-***ary");
  }
}
