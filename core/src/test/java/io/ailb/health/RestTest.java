package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestTest {
  private final Rest rest = new Rest(new Changes());

  @Test
  void theLongerOfTwoPausesCounts() {
    rest.until(100, "429");
    rest.until(50, "429");
    assertThat(rest.at(99).reason()).isEqualTo("429");
    assertThat(rest.at(100)).isNull();
  }

  @Test
  void refusalsInARowAreCountedUntilAnAnswer() {
    assertThat(rest.refused(0, 1)).isZero();
    assertThat(rest.refused(2, 3)).isEqualTo(1);
    assertThat(rest.refused(4, 5)).isEqualTo(2);
    rest.answered(6);
    assertThat(rest.refused(7, 8)).isZero();
  }

  @Test
  void aBurstIsOneRefusal() {
    for (int i = 0; i < 50; i++) {
      assertThat(rest.refused(0, 10 + i)).isZero();
    }
    assertThat(rest.refused(100, 110)).isEqualTo(1);
  }

  @Test
  void anAnswerToWhatWasSentBeforeThePauseDoesNotEndTheRow() {
    rest.refused(0, 10);
    rest.answered(5);
    assertThat(rest.refused(20, 21)).isEqualTo(1);
  }

  @Test
  void endingItEndsAllOfIt() {
    rest.until(100, "429");
    rest.end();
    assertThat(rest.at(0)).isNull();
  }
}
