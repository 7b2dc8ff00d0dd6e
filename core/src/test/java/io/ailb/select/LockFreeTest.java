package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.time.Together;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What counts without a lock loses nothing. */
class LockFreeTest {
  private static final int THREADS = 4;

  @Test
  void noCallOfLateIsLost() throws Exception {
    Recent recent = new Recent();
    long now = Duration.ofSeconds(5).toNanos();
    int[] counted = new int[1];
    Together.run(
        THREADS,
        300 * Together.ROUNDS,
        thread -> {
          for (int i = 0; i < 50; i++) {
            recent.count(now);
          }
        },
        () -> {
          counted[0] += THREADS * 50;
          boolean exact = counted[0] < 1 << 24; // as large as a float counts by ones
          assertThat(!exact || recent.at(now) == counted[0]).isTrue();
        });
    assertThat(counted[0]).isEqualTo(300 * Together.ROUNDS * THREADS * 50);
  }
}
