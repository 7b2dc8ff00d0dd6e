package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.health.Breaker.Phase;
import io.ailb.time.Door;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final ManualTime time = new ManualTime();

  private static BreakerSettings inARow(int failures, Duration openFor, Duration maxOpenFor) {
    return new BreakerSettings(
        failures, null, 10, Duration.ofSeconds(20), null, openFor, maxOpenFor, 2);
  }

  private Breaker breaker(BreakerSettings settings) {
    return new Breaker(settings, () -> 0.5, new Door(), new Changes(), time.nanos());
  }

  private Permit acquire(Breaker breaker) {
    return Permit.of(breaker, time.nanos());
  }

  private void fail(Breaker breaker) {
    acquire(breaker).failed(time.nanos(), "503 busy");
  }

  private void succeed(Breaker breaker) {
    acquire(breaker).succeeded(time.nanos());
  }

  private Phase phase(Breaker breaker) {
    return breaker.phase(time.nanos());
  }

  /** The tutorial's rule: three errors in a row rest an endpoint for 60 s, each time. */
  @Test
  void threeErrorsInARowRestAnEndpointForAMinute() {
    Breaker breaker = breaker(inARow(3, Duration.ofSeconds(60), Duration.ofSeconds(60)));
    fail(breaker);
    fail(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
    fail(breaker);
    for (int round = 0; round < 3; round++) {
      assertThat(phase(breaker)).isEqualTo(Phase.OPEN);
      assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
          .isEqualTo(Duration.ofSeconds(60).toNanos());
      time.pass(Duration.ofMillis(59_999));
      assertThat(acquire(breaker)).isNull();
      time.pass(Duration.ofMillis(1));
      fail(breaker); // the probe
    }
  }

  @Test
  void aSuccessEndsTheRow() {
    Breaker breaker = breaker(inARow(2, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    fail(breaker);
    succeed(breaker);
    fail(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
    assertThat(breaker.consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void whereNobodyElseIsThereItsPauseDoesNotGrow() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    for (int i = 0; i < 4; i++) {
      time.pass(Duration.ofSeconds(60));
      fail(breaker);
    }
    assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofSeconds(16).toNanos());
    breaker.hasten();
    assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofSeconds(2).toNanos());
    time.pass(Duration.ofSeconds(2));
    assertThat(phase(breaker)).isEqualTo(Phase.HALF_OPEN);
    fail(breaker); // the next time it is as it was
    assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofSeconds(30).toNanos());
  }

  /** Errors are quicker than answers: of those sent together, the failures are known first. */
  @Test
  void someQuickErrorsOfManyUnderWayAreNoRow() {
    Breaker breaker = breaker(inARow(5, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    List<Permit> underWay = Stream.generate(() -> acquire(breaker)).limit(60).toList();
    for (int i = 0; i < underWay.size(); i += 10) {
      underWay.get(i).failed(time.nanos(), "500");
    }
    assertThat(breaker.consecutiveFailures()).isEqualTo(6);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);

    Breaker sick = breaker(inARow(5, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    underWay = Stream.generate(() -> acquire(sick)).limit(60).toList();
    for (int i = 0; i < 10; i += 2) {
      underWay.get(i).failed(time.nanos(), "500");
    }
    assertThat(phase(sick)).isEqualTo(Phase.OPEN);
  }

  @Test
  void aSuccessThatWasSentBeforeTheRowBeganDoesNotEndIt() {
    Breaker breaker = breaker(inARow(2, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    Permit old = acquire(breaker);
    time.pass(Duration.ofSeconds(1));
    fail(breaker);
    old.succeeded(time.nanos());
    fail(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.OPEN);
  }

  @Test
  void halfOfTenResultsOpenIt() {
    BreakerSettings ratio =
        new BreakerSettings(
            null,
            0.5,
            10,
            Duration.ofSeconds(20),
            null,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            2);
    Breaker breaker = breaker(ratio);
    for (int i = 0; i < 4; i++) {
      succeed(breaker);
      fail(breaker);
    }
    succeed(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
    fail(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.OPEN);
  }

  @Test
  void resultsOlderThanTheWindowDoNotCount() {
    BreakerSettings ratio =
        new BreakerSettings(
            null,
            0.5,
            4,
            Duration.ofSeconds(20),
            null,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            2);
    Breaker breaker = breaker(ratio);
    fail(breaker);
    fail(breaker);
    fail(breaker);
    time.pass(Duration.ofSeconds(21));
    succeed(breaker);
    succeed(breaker);
    succeed(breaker);
    fail(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
  }

  @Test
  void thePauseDoublesUpToItsBoundAndBeginsAnewAfterALongWhile() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(10)));
    fail(breaker);
    for (int seconds : new int[] {2, 4, 8, 10, 10}) {
      assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
          .isEqualTo(Duration.ofSeconds(seconds).toNanos());
      time.pass(Duration.ofSeconds(seconds));
      fail(breaker);
    }
    time.pass(Duration.ofSeconds(10));
    succeed(breaker);
    succeed(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
    time.pass(Duration.ofSeconds(11));
    fail(breaker);
    assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void thePauseVariesByATenth() {
    Breaker breaker =
        new Breaker(
            inARow(1, Duration.ofSeconds(10), Duration.ofSeconds(30)),
            () -> 0,
            new Door(),
            new Changes(),
            time.nanos());
    fail(breaker);
    assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofSeconds(9).toNanos());
  }

  @Test
  void oneProbeAtATimeAndTwoGoodOnesCloseIt() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    fail(breaker);
    time.pass(Duration.ofSeconds(2));
    assertThat(phase(breaker)).isEqualTo(Phase.HALF_OPEN);
    Permit probe = acquire(breaker);
    assertThat(acquire(breaker)).isNull();
    assertThat(breaker.admitsAt(time.nanos())).isEqualTo(Breaker.UNKNOWN);
    probe.succeeded(time.nanos());
    assertThat(phase(breaker)).isEqualTo(Phase.HALF_OPEN);
    succeed(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
  }

  @Test
  void attemptsSentBeforeItWasHalfOpenAreNoProbes() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    Permit slow = acquire(breaker);
    Permit slower = acquire(breaker);
    fail(breaker);
    time.pass(Duration.ofSeconds(2));
    Permit probe = acquire(breaker);
    slow.succeeded(time.nanos());
    slower.failed(time.nanos(), "503 busy");
    assertThat(acquire(breaker)).as("the probe is still under way").isNull();
    probe.succeeded(time.nanos());
    assertThat(phase(breaker)).isEqualTo(Phase.HALF_OPEN);
  }

  @Test
  void anAbandonedProbeMakesRoomForTheNext() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    fail(breaker);
    time.pass(Duration.ofSeconds(2));
    acquire(breaker).withdrawn();
    assertThat(acquire(breaker)).isNotNull();
  }

  @Test
  void resetClosesIt() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    fail(breaker);
    breaker.reset(time.nanos());
    assertThat(acquire(breaker)).isNotNull();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> inARow(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessageContaining("consecutiveFailures must be 1 or more, was 0");
    assertThatThrownBy(() -> inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("maxOpenFor PT1S is shorter than openFor PT2S");
  }

  @Test
  void failuresOfWhatWasSentBeforeItClosedDoNotReopenIt() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    Permit slow = acquire(breaker);
    fail(breaker);
    time.pass(Duration.ofSeconds(2));
    succeed(breaker);
    succeed(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
    slow.failed(time.nanos(), "503 busy");
    assertThat(phase(breaker)).isEqualTo(Phase.CLOSED);
    assertThat(breaker.consecutiveFailures()).isZero();
  }

  @Test
  void newSettingsHoldWhileItIsOpen() {
    Breaker breaker = breaker(inARow(1, Duration.ofMinutes(10), Duration.ofMinutes(10)));
    fail(breaker);
    breaker.apply(inARow(1, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    time.pass(Duration.ofSeconds(5));
    assertThat(phase(breaker)).isEqualTo(Phase.HALF_OPEN);
  }

  @Test
  void newSettingsHoldWhileItIsHalfOpen() {
    Breaker breaker = breaker(inARow(1, Duration.ofSeconds(2), Duration.ofSeconds(2)));
    fail(breaker);
    time.pass(Duration.ofSeconds(2));
    Permit probe = acquire(breaker);
    breaker.apply(inARow(1, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    probe.failed(time.nanos(), "503 busy");
    assertThat(breaker.admitsAt(time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void newSettingsHoldWhileItIsClosedAndTheRowGoesOn() {
    Breaker breaker = breaker(inARow(5, Duration.ofSeconds(2), Duration.ofSeconds(2)));
    fail(breaker);
    fail(breaker);
    breaker.apply(inARow(3, Duration.ofSeconds(2), Duration.ofSeconds(2)));
    fail(breaker);
    assertThat(phase(breaker)).isEqualTo(Phase.OPEN);
  }

  @Test
  void anOpenBreakerTellsItsCause() {
    Breaker breaker = breaker(inARow(2, Duration.ofSeconds(2), Duration.ofSeconds(30)));
    fail(breaker);
    assertThat(breaker.cause()).isEmpty();
    fail(breaker);
    assertThat(breaker.cause()).isEqualTo("2 failures in a row, last: 503 busy");
    time.pass(Duration.ofSeconds(3));
    acquire(breaker).failed(time.nanos(), "Connection reset");
    assertThat(breaker.cause()).isEqualTo("its probe failed: Connection reset");
    breaker.reset(time.nanos());
    assertThat(breaker.cause()).isEmpty();
  }

  @Test
  void oneThatOpensForTheShareOfFailuresTellsThat() {
    Breaker breaker =
        breaker(
            new BreakerSettings(
                null,
                0.5,
                4,
                Duration.ofSeconds(20),
                null,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                2));
    succeed(breaker);
    fail(breaker);
    fail(breaker);
    fail(breaker);
    assertThat(breaker.cause()).isEqualTo("75 % of 4 requests failed, last: 503 busy");
  }
}
