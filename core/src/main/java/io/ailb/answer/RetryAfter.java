package io.ailb.answer;

import io.ailb.model.ErrorClass;
import io.ailb.model.HttpFields;
import io.ailb.model.LimitReading;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds out for how long a provider wants to be left alone (wire-facts, section 10.4). */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * In order of trust: the headers made for it, what the body says, then the resets of limits of
   * which nothing remains. A time that is zero or past says nothing: the provider has just refused
   * us, and each source after it may know better.
   *
   * @param inBody what the error's own fields or words say
   */
  static @Nullable Duration of(
      ErrorClass kind, HttpFields headers, @Nullable Duration inBody, Instant now) {
    String millis = headers.first("retry-after-ms");
    Duration stated = millis == null ? null : positive(Durations.millis(millis));
    if (stated == null) {
      stated = positive(header(headers.first("retry-after"), now));
    }
    if (stated == null) {
      stated = positive(inBody);
    }
    // Those headers tell of the minute's limits: a spent day or balance does not come back by them.
    boolean byMinute = kind != ErrorClass.BILLING && kind != ErrorClass.RATE_LIMIT_DAILY;
    return stated == null && byMinute ? positive(longestReset(headers, now)) : stated;
  }

  private static @Nullable Duration positive(@Nullable Duration stated) {
    return stated == null || stated.isZero() ? null : stated;
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
