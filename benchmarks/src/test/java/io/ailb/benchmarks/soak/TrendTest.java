package io.ailb.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ailb.benchmarks.soak.Trend.Point;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {
  @Test
  void aStraightLineHasNoError() {
    Trend trend = Trend.of(List.of(new Point(10, 1), new Point(20, 3), new Point(40, 7)));

    assertThat(trend.growth()).isCloseTo(6, within(1e-9));
    assertThat(trend.error()).isCloseTo(0, within(1e-9));
    assertThat(trend.surely()).isCloseTo(6, within(1e-6));
    assertThat(trend.surelyFallen()).isCloseTo(-6, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 30})
  void oneOfAThousandSeriesIsCalledGrowingThatIsNone(int points) {
    Random noise = new Random(3);
    int called = 0;
    for (int series = 0; series < 20_000; series++) {
      Trend trend =
          Trend.of(
              IntStream.range(0, points)
                  .mapToObj(i -> new Point(i, noise.nextGaussian()))
                  .toList());
      called += trend.surely() > 0 ? 1 : 0;
    }

    assertThat(called).isBetween(10, 30);
  }

  @Test
  void twoPointsShowNothing() {
    assertThatThrownBy(() -> Trend.of(List.of(new Point(0, 1), new Point(1, 2))))
        .hasMessageContaining("run for longer");
  }
}
