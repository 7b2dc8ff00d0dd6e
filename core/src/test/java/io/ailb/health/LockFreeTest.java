package io.ailb.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.time.Door;
import io.ailb.time.Together;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is looked at without a lock while others change it. */
class LockFreeTest {
  private static final int THREADS = 4;

  private final Door door = new Door();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void aSlownessThatNeverWasIsNotSeen() throws Exception {
    Condition condition = new Condition(door, 0);
    for (int i = 0; i < 10; i++) {
      condition.sent(i * SECOND);
      condition.answered(SECOND, 60, (i + 1) * SECOND);
    }
    long now = 10 * SECOND;
    double before = condition.slowdown(now);
    Together.run(
        THREADS,
        200 * Together.ROUNDS,
        thread -> {
          for (int i = 0; i < 50; i++) {
            if (thread % 2 == 0) {
              door.enter();
              condition.sent(now);
              condition.ended(0, now);
              door.leave();
            } else {
              assertThat(condition.slowdown(now)).isLessThanOrEqualTo(before + 1e-9);
              assertThat(condition.success()).isEqualTo(1);
            }
          }
        },
        () -> assertThat(condition.slowdown(now)).isEqualTo(before));
  }

  @Test
  void quantilesCanBeAskedForWhileTheirRangeGrows() throws Exception {
    Latency[] latency = {new Latency(door)};
    int seconds = 1_000;
    Together.run(
        THREADS,
        300 * Together.ROUNDS,
        thread -> {
          for (int i = 1; i <= seconds; i += 10) {
            if (thread == 0) {
              door.enter();
              latency[0].record(i * SECOND, 0);
              door.leave();
            } else {
              assertThat(latency[0].percentile(100, 0)).isLessThanOrEqualTo(seconds * SECOND);
            }
          }
        },
        () -> latency[0] = new Latency(door));
  }

  @Test
  void ofAllWhoFindABreakerHalfOpenOneIsItsProbe() throws Exception {
    BreakerSettings usual = BreakerSettings.DEFAULTS;
    Breaker breaker = new Breaker(usual, () -> 0.5, door, new Changes(), 0);
    AtomicInteger probes = new AtomicInteger();
    long[] now = {0};
    breaker.trip(0, "a test");
    now[0] = Duration.ofMinutes(10).toNanos();
    Together.run(
        THREADS,
        300 * Together.ROUNDS,
        thread -> {
          door.enter();
          long permit = breaker.acquire(now[0]);
          door.leave();
          if (permit != Breaker.NONE) {
            assertThat(Breaker.isProbe(permit)).isTrue();
            probes.incrementAndGet();
          }
        },
        () -> {
          assertThat(probes.getAndSet(0)).isEqualTo(1);
          breaker.reset(now[0]);
          breaker.trip(now[0], "again");
          now[0] += Duration.ofMinutes(10).toNanos();
        });
    assertThat(breaker.phase(now[0])).isEqualTo(Breaker.Phase.HALF_OPEN);
  }
}
