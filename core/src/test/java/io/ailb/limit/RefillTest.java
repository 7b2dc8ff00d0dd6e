package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefillTest {
  /** Units that come back in a second where nobody else is. */
  private static final double ALL = 10;

  private final Refill refill = new Refill();
  private long at;
  private long taken;
  private long left = 500;

  /** So long later, we have sent so many, and so many have come back. */
  private void later(double seconds, long sent, long cameBack) {
    at += Duration.ofMillis(Math.round(1_000 * seconds)).toNanos();
    taken += sent;
    left += cameBack - sent;
    refill.hear(left, taken, false, ALL, at);
  }

  private void later(double times, double share) {
    for (int i = 0; i < times; i++) {
      later(2, 20, Math.round(2 * ALL * share));
    }
  }

  @Test
  void withoutOthersAllOfItIsOurs() {
    later(20, 1);
    assertThat(refill.share()).isEqualTo(1);
  }

  @Test
  void whatOthersTakeIsLearnedFromWhatDoesNotComeBack() {
    later(20, 0.4);
    assertThat(refill.share()).isCloseTo(0.4, offset(0.01));
    later(20, 1);
    assertThat(refill.share()).isCloseTo(1, offset(0.01));
  }

  @Test
  void oneComparisonCountsForThreeTenths() {
    later(2, 20, 20); // the first figures
    later(2, 20, 10);
    assertThat(refill.share()).isCloseTo(0.85, offset(1e-9));
  }

  @Test
  void figuresNearEachOtherAreNotCompared() {
    later(2, 20, 20);
    later(1.9, 20, 0);
    assertThat(refill.share()).isEqualTo(1);
    later(0.1, 20, 0);
    assertThat(refill.share()).isCloseTo(0.73, offset(1e-9));
  }

  @Test
  void aTenthIsAlwaysBelievedToComeBack() {
    later(30, 0);
    assertThat(refill.share()).isCloseTo(0.1, offset(0.001));
  }

  @Test
  void whatIsFullTellsNothing() {
    later(2, 20, 20);
    at += Duration.ofSeconds(2).toNanos();
    refill.hear(left, taken, true, ALL, at);
    later(2, 20, 0);
    assertThat(refill.share()).isEqualTo(1);
  }
}
