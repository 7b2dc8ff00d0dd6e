package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.time.Door;
import io.ailb.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Selection, section 4; the figures in the tests are its own. */
class ConditionTest {
  private final ManualTime time = new ManualTime();
  private final Condition condition = new Condition(new Door(), time.nanos());

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos(nanos(seconds)));
  }

  /** One call after the other, each of 60 tokens: a hundred with its head. */
  private void calls(int number, double seconds) {
    for (int i = 0; i < number; i++) {
      condition.sent(time.nanos());
      pass(seconds);
      condition.answered(nanos(seconds), 60, time.nanos());
    }
  }

  private double slowdown() {
    return condition.slowdown(time.nanos());
  }

  @Test
  void whatIsUsualIsLearnedForTheSizeOfAnswers() {
    calls(1, 2);
    assertThat(condition.base()).isCloseTo(0.02, offset(1e-9));
    condition.sent(time.nanos());
    condition.answered(nanos(8), 360, time.nanos()); // as fast, only longer
    assertThat(condition.base()).isCloseTo(0.02, offset(1e-9));
  }

  @Test
  void oneAnswerMovesItByThreePercentAndCountsForThreeTimesTheUsualAtMost() {
    calls(50, 1);
    assertThat(condition.base()).isCloseTo(0.01, offset(1e-9));
    condition.sent(time.nanos());
    condition.answered(nanos(2), 60, time.nanos());
    assertThat(condition.base()).isCloseTo(0.0103, offset(1e-9));
    double before = condition.base();
    condition.sent(time.nanos());
    condition.answered(nanos(100), 60, time.nanos());
    assertThat(condition.base()).isCloseTo(before * 1.06, offset(1e-9));
  }

  @Test
  void whileAllIsWellTheSlowdownIsAboutOne() {
    calls(100, 1.5);
    assertThat(slowdown()).isBetween(0.8, 1.1);
  }

  @Test
  void callsThatTakeLongerShowAndAreNotTakenForTheUsual() {
    calls(50, 1);
    double usual = condition.base();
    calls(20, 10);
    // (X + 3) / (Ed + 3), where X nears 20 and Ed a tenth of that
    assertThat(slowdown()).isBetween(3.5, 5.0);
    assertThat(condition.base()).isLessThan(1.2 * usual);
  }

  @Test
  void callsThatHangShowBeforeAnyOfThemEnds() {
    calls(50, 1);
    for (int i = 0; i < 10; i++) {
      condition.sent(time.nanos());
    }
    pass(1);
    assertThat(slowdown()).as("they are not late yet").isLessThan(1.5);
    pass(3);
    assertThat(slowdown()).isGreaterThan(1.5);
    pass(6);
    assertThat(slowdown()).isGreaterThan(2.5);
  }

  @Test
  void theNoiseOfFastCallsIsNoSlowness() {
    calls(200, 0.002);
    calls(200, 0.1);
    assertThat(slowdown()).isLessThan(1.1);
    assertThat(condition.base()).isCloseTo(0.002, offset(1e-9)); // 0.2 s for a hundred
    assertThat(condition.isTooSlow(nanos(0.59), 60)).isFalse();
    assertThat(condition.isTooSlow(nanos(0.61), 60)).isTrue();
    calls(100, 1);
    assertThat(slowdown()).isGreaterThan(2);
  }

  @Test
  void aSingleSlowCallIsNoSlowness() {
    calls(50, 1);
    condition.sent(time.nanos());
    pass(4);
    condition.answered(nanos(4), 60, time.nanos());
    assertThat(slowdown()).isLessThan(1.5);
  }

  @Test
  void slownessIsForgottenInTwentySeconds() {
    calls(50, 1);
    calls(20, 10);
    double slow = slowdown();
    pass(20);
    // (X / e + 3) / (Ed / e + 3), where X is about 20 and Ed about 2
    assertThat(slowdown()).isBetween(2.0, slow / 1.5);
    pass(200);
    assertThat(slowdown()).isCloseTo(1, offset(0.01));
  }

  @Test
  void failuresThatComeQuicklyAreNoSlowness() {
    calls(50, 1);
    for (int i = 0; i < 50; i++) {
      condition.sent(time.nanos());
      pass(0.05);
      condition.failed(nanos(0.05), time.nanos());
    }
    assertThat(slowdown()).isBetween(0.9, 1.1);
  }

  @Test
  void failuresAreAnotherMatter() {
    calls(1, 1);
    condition.sent(time.nanos());
    condition.failed(nanos(1), time.nanos());
    assertThat(condition.success()).isCloseTo(0.9, offset(1e-9));
    calls(1, 1);
    assertThat(condition.success()).isCloseTo(0.905, offset(1e-9));
    condition.sent(time.nanos());
    condition.ended(nanos(1), time.nanos()); // a caller's mistake
    assertThat(condition.success()).isCloseTo(0.905, offset(1e-9));
  }

  @Test
  void afterRecoveryTheSlownessIsOver() {
    calls(50, 1);
    calls(20, 10);
    condition.recovered(time.nanos());
    assertThat(slowdown()).isEqualTo(1);
  }

  @Test
  void probesAreMeasuredByWhatIsUsual() {
    assertThat(condition.probePatience()).as("nothing is known").isNegative();
    assertThat(condition.isTooSlow(nanos(100), 60)).isFalse();
    calls(50, 1);
    assertThat(condition.probePatience()).isEqualTo(nanos(4));
    assertThat(condition.isTooSlow(nanos(2.99), 60)).isFalse();
    assertThat(condition.isTooSlow(nanos(3.01), 60)).isTrue();
    assertThat(condition.isTooSlow(nanos(3.01), 160)).as("a longer answer").isFalse();
  }

  @Test
  void anAnswerIsOverdueAfterTwoAndAHalfTimesTheUsual() {
    assertThat(condition.isOverdue(1)).as("nothing is known").isTrue();
    calls(50, 1);
    assertThat(condition.isOverdue(nanos(2.49))).isFalse();
    assertThat(condition.isOverdue(nanos(2.51))).isTrue();
  }
}
