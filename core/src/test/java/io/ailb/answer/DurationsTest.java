package io.ailb.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "20ms, 20",
    "1s, 1000",
    "6m0s, 360000",
    "7m12s, 432000",
    "2m59.56s, 179560",
    "1h2m3s, 3723000",
    "1d6h, 108000000",
    "12, 12000",
    "0.5, 500",
    " 3s , 3000",
    "0s, 0"
  })
  void readsEveryWayToWriteALengthOfTime(String text, long millis) {
    assertThat(Durations.of(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "1x", "s", "1s2", "NaN", "1 s", "--"})
  void anythingElseIsUnknown(String text) {
    assertThat(Durations.of(text)).isNull();
  }

  @Test
  void absurdLengthsAreCapped() {
    assertThat(Durations.of("99999999999999999999")).isEqualTo(Duration.ofDays(366));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Rate limit reached. Please try again in 6.512s.|6512",
        "* Quota exceeded. Please retry in 10h17m5.723541104s.|37025723",
        "please try again in 20ms|20"
      })
  void readsDelaysInMessages(String message, long millis) {
    assertThat(Durations.inMessage(message).toMillis()).isEqualTo(millis);
  }

  @Test
  void readsDates() {
    assertThat(Durations.untilHttpDate("Fri, 20 Nov 2026 12:00:07 GMT", NOW)).hasSeconds(7);
    assertThat(Durations.untilHttpDate("Fri, 20 Nov 2026 11:00:00 GMT", NOW)).isZero();
    assertThat(Durations.untilHttpDate("tomorrow", NOW)).isNull();
    assertThat(Durations.untilInstant("2026-11-20T12:00:12Z", NOW)).hasSeconds(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 20 Nov 2026 12:01:30 GMT|90",
        " Fri, 20 Nov 2026 12:00:00 GMT |0",
        "Thu, 19 Nov 2026 12:00:00 GMT|0",
        "2026-11-20T12:01:30Z|",
        "Friday, 20-Nov-26 12:01:30 GMT|",
        "90|"
      })
  void httpDates(String date, Long seconds) {
    Duration until = Durations.untilHttpDate(date, Instant.parse("2026-11-20T12:00:00Z"));
    assertThat(until).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
  }
}
