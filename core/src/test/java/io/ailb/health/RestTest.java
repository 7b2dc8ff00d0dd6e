package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestTest {
  private final Rest rest = new Rest();

  @Test
  void theLongerOfTwoPausesCounts() {
    rest.until(100, "429");
    rest.until(50, "429");
    assertThat(rest.at(99).reason()).isEqualTo("429");
    assertThat(rest.at(100)).isNull();
  }

  @Test
  void unguidedPausesDoubleUntilAnAnswer() {
    assertThat(rest.nextUnguided(500, 2_000)).isEqualTo(500);
    assertThat(rest.nextUnguided(500, 2_000)).isEqualTo(1_000);
    assertThat(rest.nextUnguided(500, 2_000)).isEqualTo(2_000);
    assertThat(rest.nextUnguided(500, 2_000)).isEqualTo(2_000);
    rest.answered();
    assertThat(rest.nextUnguided(500, 2_000)).isEqualTo(500);
  }

  @Test
  void endingItEndsAllOfIt() {
    rest.until(100, "429");
    rest.end();
    assertThat(rest.at(0)).isNull();
  }
}
