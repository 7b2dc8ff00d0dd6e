package io.ailb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles against exact ones, which take all values. */
class HistogramTest {
  private static final double[] PERCENTS = {0, 1, 25, 50, 75, 90, 95, 99, 99.9, 100};

  private final Histogram histogram = new Histogram();

  private static double exact(long[] sorted, double percent) {
    return sorted[(int) Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)];
  }

  private void check(long[] values) {
    Arrays.sort(values);
    assertThat(histogram.count()).isEqualTo(values.length);
    for (double percent : PERCENTS) {
      assertThat((double) histogram.percentile(percent))
          .as(percent + " %")
          .isCloseTo(exact(values, percent), withPercentage(0.8));
    }
  }

  /** From less than one unit to a day in milliseconds, as many in each doubling. */
  private static long[] spread(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double doublings = Math.log(86_400_000) / Math.log(2);
    return random.doubles(count).mapToLong(u -> (long) Math.pow(2, u * doublings)).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itsQuantilesAreTheExactOnesWithinLessThanOnePercent(long seed) {
    long[] values = spread(20_000, seed);
    for (long value : values) {
      histogram.record(value);
    }
    check(values);
  }

  @Test
  void oneAddedToAnotherIsBothTogether() {
    long[] values = spread(10_000, 4);
    Arrays.sort(values);
    Histogram upper = new Histogram();
    for (int i = 0; i < values.length; i++) {
      (i < 4_000 ? histogram : upper).record(values[i]);
    }
    histogram.add(upper);
    histogram.add(new Histogram());
    check(values);
  }

  @Test
  void whatIsSmallIsCountedExactly() {
    for (int value = 0; value <= 128; value++) {
      Histogram one = new Histogram();
      one.record(value);
      assertThat(one.percentile(50)).isEqualTo(value);
    }
  }

  @Test
  void nothingIsTooLargeAndLessThanNothingIsNothing() {
    histogram.record(-1);
    assertThat(histogram.percentile(100)).isZero();
    histogram.record(Long.MAX_VALUE);
    assertThat((double) histogram.percentile(100)).isCloseTo(Long.MAX_VALUE, withPercentage(0.8));
  }

  @Test
  void withoutAnyItSaysSo() {
    assertThat(histogram.percentile(50)).isEqualTo(-1);
    assertThat(histogram.count()).isZero();
  }
}
