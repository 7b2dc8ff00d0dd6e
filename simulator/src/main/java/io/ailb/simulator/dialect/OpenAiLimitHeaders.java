package io.ailb.simulator.dialect;

import io.ailb.simulator.limit.QuotaKind;
import io.ailb.simulator.limit.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}}, as OpenAI and Azure send them. */
final class OpenAiLimitHeaders {
  private OpenAiLimitHeaders() {}

  static Map<String, String> of(List<Reading> readings, Function<Duration, String> reset) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Reading reading : readings) {
      String unit = reading.kind().countsRequests() ? "requests" : "tokens";
      boolean minuteComesFirst =
          reading.kind() == QuotaKind.REQUESTS_PER_DAY
              && headers.containsKey("x-ratelimit-limit-requests");
      if (!minuteComesFirst) {
        headers.put("x-ratelimit-limit-" + unit, String.valueOf(reading.limit()));
        headers.put("x-ratelimit-remaining-" + unit, String.valueOf(reading.remaining()));
        headers.put("x-ratelimit-reset-" + unit, reset.apply(reading.reset()));
      }
    }
    return headers;
  }

  /** As Go prints durations: {@code 120ms}, {@code 6.512s}, {@code 7m12s}, {@code 1h0m3s}. */
  static String goDuration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    String seconds =
        BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros().toPlainString() + "s";
    if (millis < 60_000) {
      return seconds;
    }
    String minutes = millis / 60_000 % 60 + "m" + seconds;
    return millis < 3_600_000 ? minutes : millis / 3_600_000 + "h" + minutes;
  }
}
