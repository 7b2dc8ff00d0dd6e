package io.ailb.simulator.dialect;

import io.ailb.simulator.limit.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,…}}. */
final class AnthropicLimitHeaders {
  private AnthropicLimitHeaders() {}

  static Map<String, String> of(List<Reading> readings, Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Reading reading : readings) {
      switch (reading.kind()) {
        case REQUESTS -> put(headers, "requests", reading, now);
        case TOKENS -> put(headers, "tokens", reading, now);
        case INPUT_TOKENS -> put(headers, "input-tokens", reading, now);
        case OUTPUT_TOKENS -> put(headers, "output-tokens", reading, now);
        case REQUESTS_PER_DAY -> {
          // Anthropic has no header for it.
        }
      }
    }
    if (!headers.containsKey("anthropic-ratelimit-tokens-limit")) {
      tightest(readings, headers, now);
    }
    return headers;
  }

  /** The plain tokens set shows whichever token limit is the tightest. */
  private static void tightest(List<Reading> readings, Map<String, String> headers, Instant now) {
    readings.stream()
        .filter(reading -> !reading.kind().countsRequests())
        .min(Comparator.comparingDouble(r -> (double) r.remaining() / r.limit()))
        .ifPresent(reading -> put(headers, "tokens", reading, now));
  }

  private static void put(Map<String, String> headers, String unit, Reading reading, Instant now) {
    Instant reset = now.plus(reading.reset()).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    String prefix = "anthropic-ratelimit-" + unit;
    headers.put(prefix + "-limit", String.valueOf(reading.limit()));
    headers.put(prefix + "-remaining", String.valueOf(reading.remaining()));
    headers.put(prefix + "-reset", reset.toString());
  }
}
