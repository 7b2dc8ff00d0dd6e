package io.ailb.answer;

import io.ailb.model.HttpFields;
import io.ailb.model.LimitReading;
import io.ailb.model.LimitReading.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads rate-limit headers, whoever sent them (wire-facts, section 11): the families do not clash,
 * so that nobody has to say which provider answers. A header that cannot be read is as if it were
 * not there.
 */
public final class RateLimitHeaders {
  private RateLimitHeaders() {}

  /** One provider family's way to name and write its limits. */
  private record Family(
      Unit unit,
      String limit,
      String remaining,
      String reset,
      BiFunction<String, Instant, @Nullable Duration> read) {}

  private static final List<Family> FAMILIES =
      List.of(
          openAi(Unit.REQUESTS, "requests"),
          openAi(Unit.TOKENS, "tokens"),
          openAi(Unit.TOKENS, "project-tokens"),
          openAi(Unit.TOKENS, "tokens_usage_based"),
          anthropic(Unit.REQUESTS, "requests"),
          anthropic(Unit.TOKENS, "tokens"),
          anthropic(Unit.INPUT_TOKENS, "input-tokens"),
          anthropic(Unit.OUTPUT_TOKENS, "output-tokens"),
          anthropic(Unit.INPUT_TOKENS, "priority-input-tokens"),
          anthropic(Unit.OUTPUT_TOKENS, "priority-output-tokens"),
          new Family(
              Unit.TOKENS,
              "x-ratelimitbysize-limit-minute",
              "x-ratelimitbysize-remaining-minute",
              "ratelimitbysize-reset",
              (text, now) -> Durations.of(text)),
          new Family(
              Unit.REQUESTS,
              "x-ratelimit-limit",
              "x-ratelimit-remaining",
              "x-ratelimit-reset",
              RateLimitHeaders::untilEpoch));

  private static Family openAi(Unit unit, String name) {
    return new Family(
        unit,
        "x-ratelimit-limit-" + name,
        "x-ratelimit-remaining-" + name,
        "x-ratelimit-reset-" + name,
        (text, now) -> Durations.of(text));
  }

  private static Family anthropic(Unit unit, String name) {
    String prefix = "anthropic-ratelimit-" + name;
    return new Family(
        unit, prefix + "-limit", prefix + "-remaining", prefix + "-reset", Durations::untilInstant);
  }

  /** What the headers of an answer that arrived at {@code now} say; often nothing. */
  public static List<LimitReading> read(HttpFields headers, Instant now) {
    if (!areIn(headers)) {
      return List.of();
    }
    List<LimitReading> readings = new ArrayList<>();
    for (Family family : FAMILIES) {
      Long limit = count(headers.first(family.limit));
      Long remaining = count(headers.first(family.remaining));
      String reset = headers.first(family.reset);
      if (limit != null || remaining != null) {
        Duration until = reset == null ? null : family.read.apply(reset, now);
        readings.add(new LimitReading(family.unit, limit, remaining, until));
      }
    }
    return readings;
  }

  /** Whether there is something to {@link #read}. */
  public static boolean areIn(HttpFields headers) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (begins(name, "x-ratelimit") || begins(name, "anthropic-ratelimit")) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(String name, String lower) {
    return name.length() >= lower.length()
        && (name.charAt(0) | 0x20) == lower.charAt(0) // as hardly any does
        && name.regionMatches(true, 0, lower, 0, lower.length());
  }

  /** A whole number, perhaps with thousands separators; negative ones are placeholders. */
  private static @Nullable Long count(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      long count = Long.parseLong(text.trim().replace(",", ""));
      return count < 0 ? null : count;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** OpenRouter gives an instant in milliseconds. */
  private static @Nullable Duration untilEpoch(String text, Instant now) {
    Long millis = count(text);
    if (millis == null) {
      return null;
    }
    Duration until = Duration.between(now, Instant.ofEpochMilli(millis));
    return until.isNegative() ? Duration.ZERO : until;
  }
}
