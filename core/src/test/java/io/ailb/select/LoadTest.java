package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  private final Load load = new Load(2);

  @Test
  void aCallUnderWayCountsInFullAndOneSentOfLateLessTheLongerItIsAgo() {
    load.sent(0);
    assertThat(load.forWeight(0.2, 0.3, 0)).isCloseTo((1 + 0.2 + 0.3) / 2, offset(1e-9));
    long later = after(Duration.ofSeconds(30));
    assertThat(load.forWeight(0.2, 0.3, later))
        .isCloseTo((1 + 0.2 + 0.3 / Math.E) / 2, offset(1e-6));
    load.ended();
    assertThat(load.forWeight(0, 0.3, later)).isCloseTo(0.3 / Math.E / 2, offset(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 24, 25, 30, 49, 50, 75, 1_000})
  void whatWasSentDaysAgoIsForgotten(int days) {
    load.sent(0);
    assertThat(load.recent(after(Duration.ofDays(days)))).isCloseTo(0, offset(1e-9));
  }

  private static long after(Duration time) {
    return Load.millis(time.toNanos());
  }
}
