package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void durations() {
    assertThat(Figures.duration(Duration.ofMillis(400))).isEqualTo("0 s");
    assertThat(Figures.duration(Duration.ofMillis(59_499))).isEqualTo("59 s");
    assertThat(Figures.duration(Duration.ofMillis(59_500))).isEqualTo("1 min 00 s");
    assertThat(Figures.duration(Duration.ofSeconds(3_599))).isEqualTo("59 min 59 s");
    assertThat(Figures.duration(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
    assertThat(Figures.duration(Duration.ofHours(77))).isEqualTo("3 days 5 h");
  }

  @Test
  void money() {
    assertThat(Figures.money(0, "USD")).isEqualTo("0.00 USD");
    assertThat(Figures.money(0.000_022_6, "USD")).isEqualTo("0.000023 USD");
    assertThat(Figures.money(0.05, "USD")).isEqualTo("0.05 USD");
    assertThat(Figures.money(0.0999, "USD")).isEqualTo("0.10 USD");
    assertThat(Figures.money(1_234.567, "EUR")).isEqualTo("1,234.57 EUR");
    assertThat(Figures.money(Map.of("USD", 2.5, "EUR", 1.0))).isEqualTo("1.00 EUR and 2.50 USD");
    assertThat(Figures.money(Map.of())).isEmpty();
  }

  @Test
  void paces() {
    assertThat(Figures.pace(0)).isEqualTo("0.0 a second");
    assertThat(Figures.pace(1_234.5)).isEqualTo("1,235 a second");
    assertThat(Figures.pace(40.75)).isEqualTo("40.8 a second");
    assertThat(Figures.pace(0.5)).isEqualTo("30.0 a minute");
    assertThat(Figures.pace(0.01)).isEqualTo("36.0 an hour");
  }

  @Test
  void counts() {
    assertThat(Figures.count(1, "item")).isEqualTo("1 item");
    assertThat(Figures.count(2_000, "item")).isEqualTo("2,000 items");
    assertThat(Figures.percent(1, 3)).isEqualTo("33.3 %");
    assertThat(Figures.percent(5_997, 6_000)).isEqualTo("99.9 %");
    assertThat(Figures.percent(1, 6_000)).isEqualTo("0.1 %");
    assertThat(Figures.percent(6_000, 6_000)).isEqualTo("100.0 %");
    assertThat(Figures.percent(0, 6_000)).isEqualTo("0.0 %");
    assertThat(Figures.percent(0, 0)).isEqualTo("-");
  }
}
