package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.limit.QuotaSet.Reservation;
import io.ailb.time.ManualTime;
import io.ailb.time.Together;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is counted, or looked at, without a lock. */
class LockFreeTest {
  private static final int THREADS = 4;

  @Test
  void noMoreThanTheLimitAreUnderWayAndNoneIsForgotten() throws Exception {
    AdaptiveConcurrency concurrency = new AdaptiveConcurrency();
    for (int i = 0; i < 18; i++) {
      concurrency.enter();
    }
    AtomicInteger inside = new AtomicInteger(18);
    AtomicInteger most = new AtomicInteger();
    Together.run(
        THREADS,
        300 * Together.ROUNDS,
        thread -> {
          for (int i = 0; i < 50; i++) {
            if (concurrency.enter()) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              inside.decrementAndGet();
              concurrency.leave();
            }
          }
        },
        () -> assertThat(concurrency.underWay()).isEqualTo(18));
    assertThat(most.get()).isBetween(19, 20);
  }

  /**
   * Half of the threads change the limits, the others look: what they see was so at some instant.
   */
  @Test
  void whoLooksSeesNoHalfOfAChange() throws Exception {
    ManualTime time = new ManualTime();
    long now = time.nanos();
    LimitSettings limits =
        new LimitSettings(10L, null, 10_000L, null, null, null, true, Charge.ACTUAL, null, false);
    QuotaSet quotas = new QuotaSet(limits, time, now);
    Demand demand = new Demand(1_000, 0);
    for (int i = 0; i < 9; i++) {
      quotas.reserve(demand, now);
    }
    Together.run(
        THREADS,
        200 * Together.ROUNDS,
        thread -> {
          for (int i = 0; i < 50; i++) {
            if (thread % 2 == 0) {
              Reservation reservation = quotas.reserve(demand, now);
              if (reservation != null) {
                reservation.refund(now);
              }
            } else {
              long wait = quotas.freeAt(demand, now) - now;
              assertThat(wait == 0 || wait > Duration.ofSeconds(59).toNanos()).isTrue();
              double capacity = quotas.capacity(now);
              assertThat(Math.abs(capacity - 0.1) < 1e-9 || capacity == 0).isTrue();
              assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, now)).isIn(9_000L, 10_000L);
            }
          }
        },
        () -> assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, now)).isEqualTo(9));
    assertThat(quotas.capacity(now)).isCloseTo(0.1, offset(1e-9));
  }
}
