package io.ailb.answer;

import io.ailb.model.HttpFields;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds out for how long a provider wants to be left alone (wire-facts, section 10.4). */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * In order of trust: the headers made for it, what the body says, then the resets of limits of
   * which nothing remains.
   *
   * @param inBody what the error's own fields or words say
   */
  static @Nullable Duration of(HttpFields headers, @Nullable Duration inBody, Instant now) {
    String millis = headers.first("retry-after-ms");
    Duration stated = millis == null ? null : Durations.millis(millis);
    if (stated == null) {
      stated = header(headers.first("retry-after"), now);
    }
    if (stated == null) {
      stated = inBody;
    }
    return stated != null ? stated : longestReset(headers, now);
  }

  private static @Nullable Duration header(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    Duration seconds = Durations.seconds(text);
    return seconds != null ? seconds : Durations.untilHttpDate(text, now);
  }

  private static @Nullable Duration longestReset(HttpFields headers, Instant now) {
    Duration longest = null;
    for (LimitReading reading : RateLimitHeaders.read(headers, now)) {
      boolean spent = reading.remaining() != null && reading.remaining() == 0;
      Duration reset = reading.reset();
      if (spent && reset != null && (longest == null || reset.compareTo(longest) > 0)) {
        longest = reset;
      }
    }
    return longest;
  }
}
