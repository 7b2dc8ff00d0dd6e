package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.model.LimitReading;
import io.ailb.model.LimitReading.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of selection, section 2, at their edges. */
class LimitConstantsTest {
  private static final long LIMIT = 100;

  private final LearnedMinute minute =
      LearnedMinute.configured(LIMIT, Quota.REQUESTS_PER_MINUTE, 0);

  private static long at(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private static LimitReading reading(long limit, long remaining, double reset) {
    return new LimitReading(Unit.REQUESTS, limit, remaining, Duration.ofNanos(at(reset)));
  }

  private void sent(int requests, double seconds) {
    minute.count(requests, at(seconds), at(seconds));
    minute.taken(requests, at(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0.499, 1", "0.5, 0"})
  void whatIsSentHalfASecondLaterIsNotOvertaken(double later, long units) {
    OnTheWay onTheWay = new OnTheWay();
    onTheWay.add(new OnTheWay.Entry(0, 0, 0));
    OnTheWay.Entry second = new OnTheWay.Entry(0, 0, at(later));
    onTheWay.add(second);
    assertThat(onTheWay.outOfTurn(second, Quota.REQUESTS_PER_MINUTE)).isEqualTo(units);
  }

  /** One request at first, then twice as many each time, then a tenth of the limit. */
  @Test
  void theMinuteIsStretchedCarefullyUpToTwice() {
    sent(100, 0);
    double expected = 1;
    for (int i = 1; i <= 30; i++) {
      minute.explore(1, at(i * 0.25));
      expected = Math.min(2, expected + Math.min(0.1, 0.01 * (1 << Math.min(10, i - 1))));
      assertThat(minute.stretch()).isCloseTo(expected, offset(1e-9));
      sent((int) (100 * minute.stretch()) - (int) minute.used(at(i * 0.25)), i * 0.25);
    }
    assertThat(minute.stretch()).isEqualTo(2);
  }

  @Test
  void theMinuteIsNotStretchedWhereOnlyTheBucketIsEmpty() {
    sent(99, 0);
    minute.explore(1, at(0.25));
    assertThat(minute.stretch()).isEqualTo(1);
  }

  @Test
  void tokensOfAMinuteAreStretchedByAFortiethAtATime() {
    LearnedMinute tokens = LearnedMinute.configured(LIMIT, Quota.TOKENS_PER_MINUTE, 0);
    for (int i = 1; i <= 50; i++) {
      tokens.explore(1, at(i * 0.25));
      assertThat(tokens.stretch()).isCloseTo(Math.min(2, 1 + 0.025 * i), offset(1e-9));
    }
  }

  /** Fills the minute, and begins to stretch it. */
  private void stretched(int requests) {
    sent(requests, 0);
    minute.explore(1, at(0.25));
    assertThat(minute.stretch()).isGreaterThan(1);
  }

  @Test
  void aStretchThatWasRefusedIsNotTriedAgainForTenMinutes() {
    stretched(111); // more than a tenth above the limit
    minute.refused(at(1), 0, at(2));
    sent(100, 2 + 598);
    minute.explore(1, at(2 + 599));
    assertThat(minute.stretch()).isEqualTo(1);
    minute.explore(1, at(2 + 600));
    assertThat(minute.stretch()).isCloseTo(1.01, offset(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"111, 600", "110, 30"})
  void onlyOneThatWentATenthTooFarIsAtFault(int requests, int seconds) {
    stretched(requests);
    minute.refused(at(1), 0, at(2));
    sent(100, 2 + seconds - 1);
    minute.explore(1, at(2 + seconds - 0.3));
    assertThat(minute.stretch()).isEqualTo(1);
    minute.explore(1, at(2 + seconds));
    assertThat(minute.stretch()).isGreaterThan(1);
  }

  /** Up to what was sent before its limit fell there is no wall, beyond it there may be one. */
  @Test
  void aMinuteWhoseLimitFellIsStretchedAsFarAsItWas() {
    sent(100, 0);
    minute.refused(at(1), 0, at(2)); // not our doing
    assertThat(minute.limit()).isEqualTo(85);
    for (int i = 0; i < 7; i++) {
      minute.explore(1, at(32 + i * 0.25));
      assertThat(minute.stretch()).isCloseTo(1 + 0.025 * (i + 1), offset(1e-9));
    }
    minute.explore(1, at(34));
    assertThat(minute.stretch()).isCloseTo(1.175 + 1.0 / 85, offset(1e-9));
  }

  @Test
  void whatIsRefusedJustBeyondTheLimitIsNoFaultOfTheBucket() {
    stretched(101);
    double burst = minute.burst();
    minute.refused(at(1), 0, at(2));
    assertThat(minute.burst()).isEqualTo(burst);
    assertThat(minute.stretch()).isEqualTo(1);
    assertThat(minute.limit()).isEqualTo(LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"102, 85", "103, 100"})
  void moreThanAFiftiethTooManyIsOurOwnDoing(int requests, long limit) {
    sent(requests, 1);
    minute.refused(at(1), 0, at(2));
    assertThat(minute.limit()).isEqualTo(limit);
  }

  /** A day's bucket of 14,400 takes 6 s for each; that from 0.6 to 1.7 times it is one. */
  @ParameterizedTest
  @CsvSource({"14.3, true", "14.5, false", "40.7, false", "40.9, true"})
  void whatFillsInADayIsADays(double reset, boolean isOfMinute) {
    assertThat(Announced.isOfMinute(reading(14_400, 14_396, reset), true)).isEqualTo(isOfMinute);
  }

  @ParameterizedTest
  @CsvSource({"62, true", "62.1, false"})
  void noMinuteTakesLongerThanAMinuteAndTheWay(double reset, boolean isOfMinute) {
    assertThat(Announced.isOfMinute(reading(LIMIT, 0, reset), false)).isEqualTo(isOfMinute);
    assertThat(Announced.isOfMinute(reading(LIMIT, 0, reset), true)).isTrue();
  }

  @Test
  void aRefusalMakesTheBucketSmallerOfTokensToo() {
    LearnedMinute tokens = LearnedMinute.configured(600, Quota.TOKENS_PER_MINUTE, 0);
    assertThat(tokens.burst()).isEqualTo(100);
    tokens.refused(at(1), 0, at(2));
    assertThat(tokens.limit()).isEqualTo(540);
    assertThat(tokens.burst()).isCloseTo(60, offset(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0.95, 0.1", "1.05, 0.137"})
  void aBucketThatIsFullWithinASecondTellsNothingOfOthers(double reset, double wait) {
    Announced announced = new Announced(0);
    announced.hear(reading(600, 590, reset), 600, 0, 0, 1, 0, 0);
    announced.hear(reading(600, 590, reset), 600, 0, 0, 2, at(4), at(4));
    assertThat((announced.freeAt(591, 600, at(4)) - at(4)) / 1e9).isCloseTo(wait, offset(0.001));
  }

  /** What got through is the measure after a minute, if it is more than 0.15 of the limit. */
  @ParameterizedTest
  @CsvSource({"60, 16, 46", "60, 15, 85", "59.9, 16, 85"})
  void whatGotThroughTellsSomethingOnceThereIsEnoughOfIt(double second, int through, long limit) {
    sent(20, second - 2);
    for (int i = 0; i < through; i++) {
      minute.answered(at(second - 1));
    }
    minute.refused(at(second - 0.5), 0, at(second));
    assertThat(minute.limit()).isEqualTo(limit);
  }

  @Test
  void aRetryIsSavedEachSecond() {
    RetryBudget budget = new RetryBudget(0.2, 0);
    for (int i = 0; i < 50; i++) {
      assertThat(budget.draw(0)).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(budget.draw(at(10))).isTrue();
    }
    assertThat(budget.draw(at(10))).isFalse();
  }
}
