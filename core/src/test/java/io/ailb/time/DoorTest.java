package io.ailb.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DoorTest {
  private static final int THREADS = 4;

  private final Door door = new Door();
  private long one;
  private long other;

  /** Half of the threads change two fields together, the others look. */
  @Test
  void oneAtATimeIsInsideAndWhoLooksKnowsWhetherAnybodyWas() throws Exception {
    int times = 500;
    Together.run(
        THREADS,
        200 * Together.ROUNDS,
        thread -> {
          for (int i = 0; i < times; i++) {
            if (thread % 2 == 0) {
              door.enter();
              one++;
              other++;
              door.leave();
            } else {
              long since = door.look();
              long first = one;
              long second = other;
              assertThat(!door.isStill(since) || first == second).isTrue();
            }
          }
        },
        () -> {});
    assertThat(one).isEqualTo(200L * Together.ROUNDS * THREADS / 2 * times);
    assertThat(other).isEqualTo(one);
  }

  @Test
  @Timeout(30)
  void whoIsKeptOutForLongGetsInAllTheSame() throws Exception {
    door.enter();
    Thread late =
        new Thread(
            () -> {
              door.enter();
              one = 1;
              door.leave();
            });
    late.start();
    while (late.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait(); // it sleeps, and takes no processor
    }
    assertThat(one).isZero();
    assertThat(door.isStill(door.look())).isFalse();
    door.leave();
    late.join();
    assertThat(one).isEqualTo(1);
    assertThat(door.isStill(door.look())).isTrue();
  }
}
