package io.ailb.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private double limit = Double.POSITIVE_INFINITY;
  private long now;

  private Window window(int most) {
    return new Window(most, 32, () -> limit, now);
  }

  private static void answers(Window window, int count, long took, long now) {
    for (int i = 0; i < count; i++) {
      window.answered(took, now);
    }
  }

  @Test
  void itDoublesWithEachRoundOfAnswers() {
    Window window = window(1_000);
    assertThat(window.size()).isEqualTo(16);
    answers(window, 16, SECOND, now);
    assertThat(window.size()).isEqualTo(32);
    answers(window, 32, SECOND, now);
    assertThat(window.size()).isEqualTo(64);
  }

  @Test
  void itIsNeverLargerThanItMayBe() {
    assertThat(window(3).size()).isEqualTo(3);
    Window window = window(40);
    answers(window, 1_000, SECOND, now);
    assertThat(window.size()).isEqualTo(40);
  }

  @Test
  void whereLimitsAreKnownItEndsSomewhatAboveWhatTheyLetThrough() {
    limit = 100;
    Window window = window(1_000);
    answers(window, 2_000, 2 * SECOND, now);
    assertThat(window.size()).isEqualTo(300 + 32);
  }

  @Test
  void itFollowsThePaceOfAnswers() {
    limit = 100;
    Window window = window(1_000);
    answers(window, 2_000, 2 * SECOND, now);
    answers(window, 200, SECOND, now);
    assertThat(window.size()).isBetween(182, 183);
    answers(window, 2_000, 4 * SECOND, now);
    assertThat(window.size()).isBetween(631, 632);
  }

  @Test
  void itFollowsLimitsThatBecomeKnown() {
    Window window = window(1_000);
    answers(window, 2_000, SECOND, now);
    assertThat(window.size()).isEqualTo(1_000);
    limit = 10;
    answers(window, 1, SECOND, now);
    assertThat(window.size()).isEqualTo(1_000);
    answers(window, 1, SECOND, now + SECOND);
    assertThat(window.size()).isEqualTo(15 + 32);
  }
}
