package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.time.Together;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is read without a lock while others change it. */
class LockFreeTest {
  private static final int THREADS = 4;

  /** Half of the threads send and end calls, the others look. */
  @Test
  void noCallOfLateIsLostAndNoneIsUnderWayInTheEnd() throws Exception {
    Load load = new Load(2);
    long now = Duration.ofSeconds(5).toNanos();
    int[] counted = new int[1];
    Together.run(
        THREADS,
        300 * Together.ROUNDS,
        thread -> {
          for (int i = 0; i < 50; i++) {
            if (thread % 2 == 0) {
              synchronized (load) {
                load.sent(now);
                load.ended();
              }
            } else {
              assertThat(load.underWay()).isBetween(0, 1);
              assertThat(load.forWeight(0, 0, Load.millis(now))).isIn(0.0, 0.5);
            }
          }
        },
        () -> {
          counted[0] += THREADS / 2 * 50;
          assertThat(load.recent(Load.millis(now))).isEqualTo(counted[0]);
          assertThat(load.underWay()).isZero();
        });
    assertThat(counted[0]).isEqualTo(300 * Together.ROUNDS * THREADS / 2 * 50);
  }
}
