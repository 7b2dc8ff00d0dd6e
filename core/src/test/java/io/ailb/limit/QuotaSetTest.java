package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.limit.QuotaSet.Reservation;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuotaSetTest {
  private final ManualTime time = new ManualTime();

  private QuotaSet set(LimitSettings limits) {
    return new QuotaSet(limits, time, time.nanos());
  }

  private static LimitSettings tokens(long tpm, Charge charge) {
    return new LimitSettings(null, null, tpm, null, null, null, true, charge, null);
  }

  private static Usage usage(long input, long output) {
    return new Usage(input, output, -1, -1, -1);
  }

  @Test
  void sixtyFourThreadsTakeExactlyTheLimit() throws Exception {
    int limit = 500;
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(limit));
    AtomicInteger taken = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    CountDownLatch together = new CountDownLatch(1);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      done.add(
          threads.submit(
              () -> {
                together.await();
                for (int n = 0; n < 50; n++) {
                  if (quotas.reserve(Demand.NO_TOKENS, time.nanos()) != null) {
                    taken.incrementAndGet();
                  }
                }
                return null;
              }));
    }
    together.countDown();
    for (Future<?> future : done) {
      future.get();
    }
    threads.shutdown();
    assertThat(taken).hasValue(limit);
    assertThat(quotas.capacity(time.nanos())).isZero();
  }

  @Test
  void allIsTakenOrNothing() {
    QuotaSet quotas =
        set(new LimitSettings(10L, null, 1_000L, null, null, null, true, Charge.ACTUAL, null));
    assertThat(quotas.reserve(new Demand(600, 300), time.nanos())).isNotNull();
    assertThat(quotas.reserve(new Demand(600, 300), time.nanos())).isNull();
    assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isEqualTo(1);
    assertThat(quotas.tightest(new Demand(600, 300), time.nanos()))
        .isEqualTo(Quota.TOKENS_PER_MINUTE);
    assertThat(quotas.capacity(time.nanos()))
        .isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void whatWasNotUsedComesBackWhereUseIsCharged() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    Reservation reservation = quotas.reserve(new Demand(100, 800), time.nanos());
    reservation.settle(usage(120, 50), time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo(170);
  }

  @Test
  void maxTokensStayTakenWhereTheyAreCharged() {
    QuotaSet quotas = set(tokens(1_000, Charge.MAX_TOKENS));
    quotas.reserve(new Demand(100, 800), time.nanos()).settle(usage(100, 5), time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo(900);
  }

  @Test
  void unknownUsageCountsAsExpected() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    quotas.reserve(new Demand(100, 800), time.nanos()).settle(Usage.NONE, time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo(900);
  }

  @Test
  void aRefusedRequestCountsButHasUsedNoTokens() {
    QuotaSet quotas =
        set(new LimitSettings(10L, null, 1_000L, 500L, null, null, true, Charge.MAX_TOKENS, null));
    quotas.reserve(new Demand(100, 800), time.nanos()).refused(time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isEqualTo(1);
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isZero();
    assertThat(quotas.used(Quota.INPUT_TOKENS_PER_MINUTE, time.nanos())).isZero();
  }

  @Test
  void aRequestThatWasNeverSentCountsNothing() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(1));
    quotas.reserve(Demand.NO_TOKENS, time.nanos()).refund(time.nanos());
    assertThat(quotas.isIdle(time.nanos())).isTrue();
  }

  @Test
  void onlyTheFirstEndingCounts() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(5));
    Reservation reservation = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    reservation.settle(Usage.NONE, time.nanos());
    reservation.refund(time.nanos());
    reservation.refused(time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isEqualTo(1);
  }

  @Test
  void aCalendarDayBeginsAtMidnightOfItsZone() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo"); // it is 21:00 there
    QuotaSet quotas =
        set(new LimitSettings(null, 2L, null, null, null, null, true, Charge.ACTUAL, tokyo));
    quotas.reserve(Demand.NO_TOKENS, time.nanos());
    quotas.reserve(Demand.NO_TOKENS, time.nanos());
    assertThat(quotas.freeAt(Demand.NO_TOKENS, time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofHours(3).toNanos());
    time.pass(Duration.ofHours(3));
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
  }

  @Test
  void newLimitsKeepWhatWasCounted() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(10));
    for (int i = 0; i < 6; i++) {
      quotas.reserve(Demand.NO_TOKENS, time.nanos());
    }
    quotas.apply(LimitSettings.requestsPerMinute(5), time.nanos());
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNull();
    assertThat(quotas.capacity(time.nanos())).isZero();
    quotas.apply(LimitSettings.requestsPerMinute(7), time.nanos());
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
    quotas.apply(LimitSettings.NONE, time.nanos());
    assertThat(quotas.limit(Quota.REQUESTS_PER_MINUTE)).isEqualTo(-1);
  }
}
