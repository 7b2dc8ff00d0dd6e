package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.ailb.time.Door;
import io.ailb.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private final ManualTime time = new ManualTime();
  private final Latency latency = new Latency(new Door());

  private void record(long millis) {
    latency.record(Duration.ofMillis(millis).toNanos(), time.nanos());
  }

  private double millis(double percentile) {
    return latency.percentile(percentile, time.nanos()) / 1e6;
  }

  @Test
  void knowsItsQuantilesWithinOnePercent() {
    for (int i = 1; i <= 1_000; i++) {
      record(i * 10L);
    }
    assertThat(millis(50)).isCloseTo(5_000, withPercentage(1));
    assertThat(millis(95)).isCloseTo(9_500, withPercentage(1));
    assertThat(millis(99)).isCloseTo(9_900, withPercentage(1));
    assertThat(latency.count(time.nanos())).isEqualTo(1_000);
  }

  @Test
  void forgetsAfterTenMinutes() {
    record(100);
    time.pass(Duration.ofMinutes(6));
    record(200);
    assertThat(latency.count(time.nanos())).isEqualTo(2);
    time.pass(Duration.ofMinutes(6));
    assertThat(latency.count(time.nanos())).isEqualTo(1);
    assertThat(millis(50)).isCloseTo(200, withPercentage(1));
    time.pass(Duration.ofMinutes(6));
    assertThat(latency.count(time.nanos())).isZero();
    assertThat(latency.percentile(50, time.nanos())).isEqualTo(-1);
  }
}
