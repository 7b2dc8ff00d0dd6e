package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a prompt's bytes are taken for in tokens, and how far off that is. */
class TokenEstimateTest {
  private final BytesPerToken ratio = new BytesPerToken();
  private final EstimateError error = new EstimateError();

  @Test
  void fourBytesAreATokenUntilMoreIsKnown() {
    assertThat(ratio.now()).isEqualTo(4);
    assertThat(ratio.isLearned()).isFalse();
  }

  @Test
  void theFirstPromptsAreAveragedWithTheGuess() {
    ratio.learn(4_000, 2_000);
    assertThat(ratio.now()).isCloseTo(3, offset(1e-9));
    ratio.learn(8_000, 4_000);
    assertThat(ratio.now()).isCloseTo(8 / 3.0, offset(1e-9));
    assertThat(ratio.isLearned()).isTrue();
  }

  @Test
  void laterOnesMoveItByThreePercentOfTheDifference() {
    for (int i = 0; i < 500; i++) {
      ratio.learn(40_000, 20_000);
    }
    assertThat(ratio.now()).isCloseTo(2, offset(0.001));
    ratio.learn(40_000, 10_000);
    assertThat(ratio.now()).isCloseTo(2.06, offset(0.001));
  }

  @Test
  void aShortPromptIsMostlyJsonAndCountsForLess() {
    for (int i = 0; i < 500; i++) {
      ratio.learn(40_000, 10_000);
    }
    ratio.learn(2_000, 1_000);
    assertThat(ratio.now()).as("half of 4,000 bytes: half of 3 %").isCloseTo(3.97, offset(0.001));
    ratio.learn(4_000, 2_000);
    assertThat(ratio.now()).as("all of it").isCloseTo(3.911, offset(0.001));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1001, false", "1000, 999, true", "16000, 999, false", "16000, 1001, true"})
  void whatCannotBeTextAloneTeachesNothing(long bytes, long tokens, boolean teaches) {
    ratio.learn(bytes, tokens);
    assertThat(ratio.isLearned()).isEqualTo(teaches);
  }

  @Test
  void theErrorIsTheMeanDifferenceInProportion() {
    assertThat(error.percent()).isEqualTo(-1);
    error.record(120, 100);
    assertThat(error.percent()).isCloseTo(20, offset(1e-9));
    error.record(60, 100);
    assertThat(error.percent()).isCloseTo(30, offset(1e-9));
  }

  @Test
  void ofManyOneMoreCountsForThreePercent() {
    for (int i = 0; i < 500; i++) {
      error.record(110, 100);
    }
    assertThat(error.percent()).isCloseTo(10, offset(1e-9));
    error.record(210, 100);
    assertThat(error.percent()).isCloseTo(13, offset(1e-9));
  }
}
