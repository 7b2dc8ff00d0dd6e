package io.ailb.simulator.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.QuotaKind;
import io.ailb.simulator.limit.Reading;
import io.ailb.simulator.limit.RetryHint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error has the status and the shape of its fixture. */
class ErrorsTest {
  private static final Scene SCENE = new Scene("req_1", "gpt-5.6");

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          error-401, UNAUTHORIZED, openai-chat
          error-401, UNAUTHORIZED, anthropic
          error-401, UNAUTHORIZED, gemini
          error-403, FORBIDDEN, openai-chat
          error-403, FORBIDDEN, anthropic
          error-403, FORBIDDEN, gemini
          error-404, MODEL_NOT_FOUND, openai-chat
          error-404, MODEL_NOT_FOUND, anthropic
          error-404, MODEL_NOT_FOUND, gemini
          error-413, TOO_LARGE, openai-chat
          error-413, TOO_LARGE, anthropic
          error-500, SERVER_ERROR, openai-chat
          error-500, SERVER_ERROR, anthropic
          error-500, SERVER_ERROR, gemini
          error-overloaded, OVERLOADED, openai-chat
          error-overloaded, OVERLOADED, anthropic
          error-overloaded, OVERLOADED, gemini
          error-context-length, CONTEXT_LENGTH, openai-chat
          error-context-length, CONTEXT_LENGTH, anthropic
          error-context-length, CONTEXT_LENGTH, gemini
          error-content-filter, CONTENT_FILTER, openai-responses
          error-content-filter, CONTENT_FILTER, gemini
          error-content-filter, CONTENT_FILTER, azure
          error-not-json, PROXY_ERROR, openai-chat
          error-not-json, PROXY_ERROR, anthropic
          error-not-json, PROXY_ERROR, gemini
          """)
  void problems(String name, Problem problem, String dialect) {
    String file = dialect.equals("azure") ? "openai-chat" : dialect;

    assertSame(dialect(dialect).error(Trouble.of(problem), SCENE), name + "/" + file);
  }

  @ParameterizedTest
  @CsvSource({"openai-chat", "anthropic", "gemini"})
  void spentQuotas(String dialect) {
    assertSame(dialect(dialect).quotaExhausted(SCENE), "error-429-quota/" + dialect);
  }

  @Test
  void openAiNamesTheLimitAndTheWait() {
    Answer answer = dialect("openai-chat").limited(refused(QuotaKind.TOKENS, false), SCENE);

    assertSame(answer, "error-429-rate/openai-chat");
    assertThat(Json.tree(answer.body()).at("/error/message").asText())
        .isEqualTo(
            "Rate limit reached for gpt-5.6 in organization org-sim on tokens per min (TPM): Limit"
                + " 30000, Used 29880, Requested 3376. Please try again in 6.512s.");
    assertThat(answer.headers()).containsEntry("retry-after", "7");
    assertThat(answer.headers()).containsEntry("retry-after-ms", "6512");
  }

  @Test
  void openAiTellsARequestThatNeverFits() {
    Answer answer = dialect("openai-chat").limited(refused(QuotaKind.TOKENS, true), SCENE);

    assertSame(answer, "error-429-request-too-large/openai-chat");
    assertThat(answer.body()).contains("Request too large for gpt-5.6");
  }

  @Test
  void aDayIsAnotherUnit() {
    assertSame(
        dialect("openai-chat").limited(refused(QuotaKind.REQUESTS_PER_DAY, false), SCENE),
        "error-429-daily/openai-chat");
    assertThat(dialect("gemini").limited(refused(QuotaKind.REQUESTS_PER_DAY, false), SCENE).body())
        .contains("GenerateRequestsPerDayPerProjectPerModel-FreeTier");
  }

  @Test
  void anthropicSaysWholeSeconds() {
    Answer answer = dialect("anthropic").limited(refused(QuotaKind.INPUT_TOKENS, false), SCENE);

    assertSame(answer, "error-429-rate/anthropic");
    assertThat(answer.body()).contains("rate limit of 30,000 input tokens per minute.");
    assertThat(answer.headers())
        .containsEntry("retry-after", "7")
        .doesNotContainKey("retry-after-ms");
  }

  @Test
  void geminiSaysEverythingInTheBody() {
    Answer answer = dialect("gemini").limited(refused(QuotaKind.REQUESTS, false), SCENE);

    assertSame(answer, "error-429-rate/gemini");
    assertThat(answer.body()).contains("\"retryDelay\":\"6.512s\"");
    assertThat(answer.headers()).doesNotContainKey("retry-after");
  }

  @Test
  void limitHeadersFollowTheProvider() {
    List<Reading> readings =
        List.of(
            new Reading(QuotaKind.REQUESTS, 500, 499, Duration.ofMillis(120)),
            new Reading(QuotaKind.TOKENS, 30000, 120, Duration.ofMillis(59760)));
    Instant now = Instant.parse("2026-11-20T12:00:00Z");

    assertThat(dialect("openai-chat").limitHeaders(readings, now))
        .containsEntry("x-ratelimit-limit-requests", "500")
        .containsEntry("x-ratelimit-reset-requests", "120ms")
        .containsEntry("x-ratelimit-remaining-tokens", "120")
        .containsEntry("x-ratelimit-reset-tokens", "59.76s");
    assertThat(dialect("azure").limitHeaders(readings, now))
        .containsEntry("x-ratelimit-reset-tokens", "60");
    assertThat(dialect("anthropic").limitHeaders(readings, now))
        .containsEntry("anthropic-ratelimit-requests-reset", "2026-11-20T12:00:01Z")
        .containsEntry("anthropic-ratelimit-tokens-remaining", "120");
    assertThat(dialect("gemini").limitHeaders(readings, now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"120, 120ms", "1000, 1s", "59760, 59.76s", "360000, 6m0s", "3723000, 1h2m3s"})
  void durationsAsGoPrintsThem(long millis, String printed) {
    assertThat(OpenAiLimitHeaders.goDuration(Duration.ofMillis(millis))).isEqualTo(printed);
  }

  @Test
  void anyStatusHasTheDialectsBody() {
    assertThat(dialect("openai-chat").status(529, SCENE).status()).isEqualTo(529);
    assertThat(dialect("anthropic").status(529, SCENE).body()).contains("overloaded_error");
    assertThat(dialect("anthropic").status(503, SCENE).body()).contains("api_error");
    assertThat(dialect("gemini").status(401, SCENE).body()).contains("UNAUTHENTICATED");
  }

  private static Refused refused(QuotaKind kind, boolean tooLarge) {
    RetryHint hint = tooLarge ? RetryHint.NONE : RetryHint.of(Duration.ofMillis(6512));
    return new Refused(kind, 30000, 29880, 3376, tooLarge, hint, List.of());
  }

  private static Dialect dialect(String name) {
    return Dialect.of(
        switch (name) {
          case "anthropic" -> Provider.ANTHROPIC;
          case "gemini" -> Provider.GEMINI;
          case "azure" -> Provider.AZURE_OPENAI;
          default -> Provider.OPENAI;
        });
  }

  private static void assertSame(Answer answer, String file) {
    JsonNode fixture = Fixture.json(file + ".error.json");
    JsonNode body = fixture.path("body");
    assertThat(answer.status()).isEqualTo(fixture.path("status").asInt());
    assertThat(answer.headers().get("content-type"))
        .isEqualTo(fixture.at("/headers/content-type").asText());
    if (body.isTextual()) {
      assertThat(answer.body()).isEqualTo(body.textValue());
    } else {
      assertThat(Fixture.shape("", Json.tree(answer.body()))).isEqualTo(Fixture.shape("", body));
    }
  }
}
