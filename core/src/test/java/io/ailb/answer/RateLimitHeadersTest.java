package io.ailb.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.HttpFields;
import io.ailb.model.LimitReading;
import io.ailb.model.LimitReading.Unit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void openAi() {
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    "X-RateLimit-Limit-Requests", "500",
                    "X-RateLimit-Remaining-Requests", "499",
                    "X-RateLimit-Reset-Requests", "120ms",
                    "x-ratelimit-limit-tokens", "30,000",
                    "x-ratelimit-remaining-tokens", "120",
                    "x-ratelimit-reset-tokens", "59.76s"),
                NOW))
        .containsExactly(
            new LimitReading(Unit.REQUESTS, 500L, 499L, Duration.ofMillis(120)),
            new LimitReading(Unit.TOKENS, 30_000L, 120L, Duration.ofMillis(59_760)));
  }

  @Test
  void azureWritesSecondsAndPlaceholders() {
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    "x-ratelimit-remaining-requests", "-1",
                    "x-ratelimit-remaining-tokens", "9",
                    "x-ratelimit-reset-tokens", "-1"),
                NOW))
        .containsExactly(new LimitReading(Unit.TOKENS, null, 9L, null));
  }

  @Test
  void anthropicWritesInstants() {
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    "anthropic-ratelimit-input-tokens-limit", "30000",
                    "anthropic-ratelimit-input-tokens-remaining", "0",
                    "anthropic-ratelimit-input-tokens-reset", "2026-11-20T12:00:12Z"),
                NOW))
        .containsExactly(new LimitReading(Unit.INPUT_TOKENS, 30_000L, 0L, Duration.ofSeconds(12)));
  }

  @Test
  void mistralAndOpenRouter() {
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    "x-ratelimitbysize-limit-minute", "500000",
                    "x-ratelimitbysize-remaining-minute", "1",
                    "ratelimitbysize-reset", "30"),
                NOW))
        .containsExactly(new LimitReading(Unit.TOKENS, 500_000L, 1L, Duration.ofSeconds(30)));
    long reset = NOW.plusSeconds(5).toEpochMilli();
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    "X-RateLimit-Limit", "20",
                    "X-RateLimit-Remaining", "0",
                    "X-RateLimit-Reset", Long.toString(reset)),
                NOW))
        .containsExactly(new LimitReading(Unit.REQUESTS, 20L, 0L, Duration.ofSeconds(5)));
  }

  @Test
  void whatCannotBeReadIsNotThere() {
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of("x-ratelimit-limit-requests", "many", "content-type", "x"), NOW))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"project-tokens", "tokens_usage_based"})
  void openAisOddVariants(String name) {
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    "x-ratelimit-limit-" + name, "4000000",
                    "x-ratelimit-remaining-" + name, "12",
                    "x-ratelimit-reset-" + name, "6m0s"),
                NOW))
        .containsExactly(new LimitReading(Unit.TOKENS, 4_000_000L, 12L, Duration.ofMinutes(6)));
  }

  @ParameterizedTest
  @CsvSource({
    "priority-input-tokens, INPUT_TOKENS",
    "priority-output-tokens, OUTPUT_TOKENS",
    "output-tokens, OUTPUT_TOKENS",
    "tokens, TOKENS",
    "requests, REQUESTS"
  })
  void everyLimitOfAnthropic(String name, Unit unit) {
    String prefix = "anthropic-ratelimit-" + name;
    assertThat(
            RateLimitHeaders.read(
                HttpFields.of(
                    prefix + "-limit", "10000",
                    prefix + "-remaining", "9000",
                    prefix + "-reset", "2026-11-20T11:59:59Z"),
                NOW))
        .containsExactly(new LimitReading(unit, 10_000L, 9_000L, Duration.ZERO));
  }
}
