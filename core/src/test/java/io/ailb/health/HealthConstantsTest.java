package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.time.Door;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of selection, section 4, at their edges. */
class HealthConstantsTest {
  /** Long enough for all that was remembered to be forgotten. */
  private static final double LATER = 10_000;

  private static long at(double seconds) {
    return Math.round(seconds * 1e9);
  }

  /** One whose calls of 60 tokens usually take a second, of which nothing is remembered. */
  private static Condition usual(int sent) {
    Condition condition = new Condition(new Door(), 0);
    condition.sent(0);
    condition.answered(at(1), 60, 0);
    for (int i = 0; i < sent; i++) {
      condition.sent(at(LATER));
    }
    return condition;
  }

  @Test
  void threeCallsAreTrustedAndHalfOfOneUnderWay() {
    double underWay = 20 * (1 - Math.exp(-0.2));
    assertThat(usual(1).slowdown(at(LATER + 4)))
        .isCloseTo((underWay + 3) / (3 + 0.5), offset(1e-6));
  }

  /** Two under way for 2.67 s are a slowdown of 2. */
  @ParameterizedTest
  @CsvSource({"2.6, true", "2.75, false"})
  void fromTwiceAsSlowOnNothingIsLearned(double seconds, boolean learns) {
    Condition condition = usual(2);
    condition.answered(at(2), 60, at(LATER + seconds));
    assertThat(condition.base()).isCloseTo(learns ? 0.0103 : 0.01, offset(1e-9));
  }

  @Test
  void durationsAreKnownForTenMinutes() {
    Latency latency = new Latency(new Door());
    latency.record(at(1), 0);
    assertThat(latency.count(Duration.ofMinutes(10).toNanos() - 1)).isEqualTo(1);
    Latency another = new Latency(new Door());
    another.record(at(1), 0);
    assertThat(another.count(Duration.ofMinutes(10).toNanos())).isZero();
  }

  @Test
  void durationsAreExactToAHundredthAndATenthOfAMillisecond() {
    Latency latency = new Latency(new Door());
    latency.record(250_000, 0);
    assertThat(latency.percentile(50, 0)).isEqualTo(200_000);
    Latency longer = new Latency(new Door());
    longer.record(at(100), 0);
    assertThat(longer.percentile(50, 0) / 1e9).isBetween(100.1, 101.0);
  }

  @Test
  void aQuantileIsWorkedOutAnewAfterAMinute() {
    RollingQuantile quantile = new RollingQuantile(95);
    for (int i = 0; i < 20; i++) {
      quantile.record(at(1), 0);
    }
    for (int i = 0; i < 19; i++) {
      quantile.record(at(10), at(1));
    }
    assertThat(quantile.usual(at(60)) / 1e9).isCloseTo(1, offset(0.01));
    assertThat(quantile.usual(at(60) + 1) / 1e9).isCloseTo(10, offset(0.1));
  }

  @Test
  void outcomesOfTwentySecondsAreForgottenSecondBySecond() {
    OutcomeWindow window = new OutcomeWindow(Duration.ofSeconds(20));
    window.failed(1, at(1.2));
    assertThat(window.total(at(20.9))).isEqualTo(1);
    assertThat(window.total(at(21))).isZero();
  }

  /** Five failures among ten that were sent from the first of them to the last, or eleven. */
  @ParameterizedTest
  @CsvSource({"10, true", "11, false"})
  void aRowIsHalfOfWhatWasSentMeanwhile(int sent, boolean opens) {
    Breaker breaker =
        new Breaker(BreakerSettings.DEFAULTS, () -> 0.5, new Door(), new Changes(), 0);
    Permit[] permits = new Permit[sent];
    for (int i = 0; i < sent; i++) {
      permits[i] = Permit.of(breaker, 0);
    }
    for (int i : new int[] {0, 1, 2, 3, sent - 1}) {
      permits[i].failed(1, "oops");
    }
    assertThat(breaker.phase(1) == Breaker.Phase.OPEN).isEqualTo(opens);
  }

  /** Ten failures among twenty that were sent from the first of them to the last, or more. */
  @ParameterizedTest
  @CsvSource({"20, true", "21, false"})
  void halfOfTheResultsIsHalfOfWhatWasSentMeanwhile(int sent, boolean opens) {
    BreakerSettings settings =
        new BreakerSettings(
            null,
            0.5,
            10,
            Duration.ofSeconds(20),
            null,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            2);
    Breaker breaker = new Breaker(settings, () -> 0.5, new Door(), new Changes(), 0);
    Permit[] permits = new Permit[sent];
    for (int i = 0; i < sent; i++) {
      permits[i] = Permit.of(breaker, 0);
    }
    permits[sent - 1].failed(1, "oops");
    for (int i = 0; i < 9; i++) {
      permits[i].failed(1, "oops");
    }
    assertThat(breaker.phase(1) == Breaker.Phase.OPEN).isEqualTo(opens);
  }
}
