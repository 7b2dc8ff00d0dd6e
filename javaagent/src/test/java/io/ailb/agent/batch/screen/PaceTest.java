package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void theRushOfTheStartIsForgottenAfterAMinute() {
    pace.saw(Run.at(1, 1_000, 0, null)); // all that the limits allow at once
    for (int second = 2; second <= 120; second++) {
      pace.saw(Run.at(second, 1_000 + 10L * second, 0, null));
    }
    assertThat(pace.perSecond()).isCloseTo(10, within(0.01));
    assertThat(pace.left(600)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aMinuteThatIsCountedAsAWholeIsSeenWhole() {
    for (int second = 1; second <= 300; second++) {
      pace.saw(Run.at(second, 600L * (1 + second / 60), 0, null)); // 600 at the turn of each minute
      if (second > 60) {
        assertThat(pace.perSecond()).isCloseTo(10, within(0.5));
      }
    }
  }

  @Test
  void manyReportsASecondAreNoBurden() {
    for (int i = 1; i <= 10_000; i++) {
      pace.saw(Run.at(1, i, 0, null));
    }
    assertThat(pace.perSecond()).isCloseTo(10_000, within(0.01));
  }

  @Test
  void whatStandsStillTakesForever() {
    assertThat(pace.left(1)).isNull();
    assertThat(pace.left(0)).isEqualTo(Duration.ZERO);
    pace.saw(Run.at(10, 100, 0, null));
    for (int second = 11; second <= 80; second++) {
      pace.saw(Run.at(second, 100, 0, null));
    }
    assertThat(pace.left(1)).isNull();
  }
}
