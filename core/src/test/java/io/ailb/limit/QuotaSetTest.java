package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.limit.QuotaSet.Reservation;
import io.ailb.model.LimitReading;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaSetTest {
  private final ManualTime time = new ManualTime();

  private QuotaSet set(LimitSettings limits) {
    return new QuotaSet(limits, time, time.nanos());
  }

  private static LimitSettings tokens(long tpm, Charge charge) {
    return new LimitSettings(null, null, tpm, null, null, null, true, charge, null, false);
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
        set(
            new LimitSettings(
                10L, null, 1_000L, null, null, null, true, Charge.ACTUAL, null, false));
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
        set(
            new LimitSettings(
                10L, null, 1_000L, 500L, null, null, true, Charge.MAX_TOKENS, null, false));
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

  /** What has been seen to fit is forgotten where an arrival takes some of it. */
  @Test
  void whatArrivesAfterMidnightIsNotGivenOutOnceMore() {
    QuotaSet quotas =
        set(
            new LimitSettings(
                null, 10L, null, null, null, null, true, Charge.ACTUAL, ZoneOffset.UTC, false));
    time.pass(Duration.ofHours(12).minusSeconds(1));
    QuotaSet.Reservation sentBefore = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    time.pass(Duration.ofSeconds(2));
    for (int i = 0; i < 9; i++) {
      assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
    }
    sentBefore.arrived(time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_DAY, time.nanos())).isEqualTo(10);
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNull();
  }

  @Test
  void aCalendarDayBeginsAtMidnightOfItsZone() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo"); // it is 21:00 there
    QuotaSet quotas =
        set(new LimitSettings(null, 2L, null, null, null, null, true, Charge.ACTUAL, tokyo, false));
    quotas.reserve(Demand.NO_TOKENS, time.nanos());
    quotas.reserve(Demand.NO_TOKENS, time.nanos());
    assertThat(quotas.freeAt(Demand.NO_TOKENS, time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofHours(3).toNanos());
    time.pass(Duration.ofHours(3));
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
  }

  @Test
  void thatThereIsPlentyIsKnownStillWhenRequestsArriveAndAreAnswered() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    for (ZoneId day : new ZoneId[] {null, tokyo}) {
      QuotaSet quotas =
          set(
              new LimitSettings(
                  100L, 1_000L, 9_000L, null, null, 90_000L, true, Charge.ACTUAL, day, false));
      Demand demand = new Demand(10, 20);
      Reservation first = quotas.reserve(demand, time.nanos());
      Reservation second = quotas.reserve(demand, time.nanos());
      assertThat(quotas.surelyFits(30)).isTrue();
      time.pass(Duration.ofMillis(300));
      first.arrived(time.nanos());
      assertThat(quotas.surelyFits(30)).isTrue();
      first.answered(new Usage(10, 5, 0, 0, 0), time.nanos());
      second.answered(new Usage(10, 20, 0, 0, 0), time.nanos());
      assertThat(quotas.surelyFits(30)).isTrue();
    }
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

  @ParameterizedTest
  @ValueSource(strings = {"", "Asia/Tokyo"})
  void whatWasUnderWayBeforeALimitWasStatedCountsInItByWhatItUsedAndMakesNoRoom(String zone) {
    ZoneId day = zone.isEmpty() ? null : ZoneId.of(zone);
    QuotaSet quotas = set(LimitSettings.NONE);
    Demand demand = new Demand(10, 400);
    List<Reservation> before = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      before.add(quotas.reserve(demand, time.nanos()));
    }
    quotas.apply(
        new LimitSettings(100L, null, null, null, null, 10_000L, true, Charge.ACTUAL, day, false),
        time.nanos());
    for (int i = 0; i < 3; i++) {
      quotas.reserve(demand, time.nanos());
    }
    assertThat(quotas.used(Quota.TOKENS_PER_DAY, time.nanos())).isEqualTo(1_230);
    before.get(0).answered(new Usage(10, 40, 0, 0, 0), time.nanos());
    before.get(1).refused(time.nanos());
    before.get(2).refund(time.nanos());
    before.get(3).arrived(time.nanos());
    before.get(4).settle(Usage.NONE, time.nanos()); // nobody knows: as expected
    assertThat(quotas.used(Quota.TOKENS_PER_DAY, time.nanos())).isEqualTo(1_230 + 50 + 410);
    assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isEqualTo(3 + 3);
  }

  @Test
  void requestsThatTravelSlowlyCountFromTheirArrival() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(100));
    List<Reservation> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(quotas.reserve(Demand.NO_TOKENS, time.nanos()));
    }
    time.pass(Duration.ofMillis(1_200));
    sent.forEach(reservation -> reservation.arrived(time.nanos()));
    time.pass(Duration.ofMillis(59_300)); // 60.5 s after they were sent
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNull();
    time.pass(Duration.ofMillis(700)); // a minute after they arrived
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNull();
    time.pass(Duration.ofSeconds(1));
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
  }

  @Test
  void requestsThatNobodyHasAnsweredYetCountAsIfTheyArrivedAsLateAsTheyCan() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(10));
    for (int i = 0; i < 10; i++) {
      quotas.reserve(Demand.NO_TOKENS, time.nanos());
    }
    time.pass(Duration.ofSeconds(65));
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNull();
    time.pass(Duration.ofSeconds(1));
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
  }

  @Test
  void anAnswerThatBeginsLateDoesNotKeepItsRequestCountedForLonger() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(1));
    Reservation reservation = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    time.pass(Duration.ofSeconds(50));
    reservation.settle(Usage.NONE, time.nanos());
    time.pass(Duration.ofSeconds(16));
    assertThat(quotas.reserve(Demand.NO_TOKENS, time.nanos())).isNotNull();
  }

  @Test
  void correctionsFollowTheRequestToItsArrival() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    Reservation reservation = quotas.reserve(new Demand(100, 800), time.nanos());
    time.pass(Duration.ofSeconds(2));
    reservation.arrived(time.nanos());
    time.pass(Duration.ofSeconds(20));
    reservation.settle(usage(100, 50), time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo(150);
    Reservation refunded = quotas.reserve(new Demand(100, 700), time.nanos());
    refunded.refund(time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo(150);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatWasUsedBeyondWhatWasExpectedIsNotFree(boolean learns) {
    QuotaSet quotas =
        set(
            new LimitSettings(
                null, null, 6_000L, null, null, null, true, Charge.ACTUAL, null, learns));
    Demand demand = new Demand(100, 100);
    quotas.reserve(demand, time.nanos()).answered(usage(100, 5_900), time.nanos());
    assertThat(quotas.freeAt(demand, time.nanos())).isGreaterThan(time.nanos());
    assertThat(quotas.reserve(demand, time.nanos())).isNull();
  }

  @Test
  void whatIsGivenBackAfterMidnightWasTakenFromYesterday() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo"); // it is 21:00 there
    QuotaSet quotas =
        set(new LimitSettings(null, 2L, null, null, null, null, true, Charge.ACTUAL, tokyo, false));
    Reservation old = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    time.pass(Duration.ofHours(4));
    quotas.reserve(Demand.NO_TOKENS, time.nanos());
    old.refund(time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_DAY, time.nanos())).isEqualTo(1);
  }

  @Test
  void whatIsSentBeforeMidnightAndArrivesAfterItCountsForTheNewDay() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo"); // it is 21:00 there
    QuotaSet quotas =
        set(new LimitSettings(null, 2L, null, null, null, null, true, Charge.ACTUAL, tokyo, false));
    time.pass(Duration.ofHours(3).minusMillis(100));
    Reservation late = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_DAY, time.nanos())).isEqualTo(1);
    time.pass(Duration.ofMillis(200));
    late.arrived(time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_DAY, time.nanos())).isEqualTo(1);
  }

  @Test
  void anotherKindOfDayHoldsFromNowOnAndForgetsNothing() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo"); // it is 21:00 there
    QuotaSet quotas = set(perDay(null));
    quotas.reserve(Demand.NO_TOKENS, time.nanos());
    quotas.apply(perDay(tokyo), time.nanos());
    assertThat(quotas.used(Quota.REQUESTS_PER_DAY, time.nanos())).isEqualTo(1);
    time.pass(Duration.ofHours(3));
    assertThat(quotas.used(Quota.REQUESTS_PER_DAY, time.nanos())).isZero();
  }

  private static LimitSettings perDay(ZoneId midnight) {
    return new LimitSettings(
        null, 2L, null, null, null, null, true, Charge.ACTUAL, midnight, false);
  }

  // Requests that are larger than a whole limit.

  private static final Demand LARGE = new Demand(5_000, 100);

  private void refuse(QuotaSet quotas, Demand demand) {
    Reservation sent = quotas.reserve(demand, time.nanos());
    assertThat(sent).as("its provider may know better").isNotNull();
    sent.tooLarge(time.nanos());
  }

  @Test
  void whatWasRefusedAsLargerThanTheWholeLimitIsKnownToBe() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNull();
    refuse(quotas, LARGE);
    assertThat(quotas.fitsAll()).isFalse();
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isEqualTo(Quota.TOKENS_PER_MINUTE);
    assertThat(quotas.tooLargeFor(new Demand(0, 5_101), time.nanos())).isNotNull();
    assertThat(quotas.tooLargeFor(new Demand(5_000, 99), time.nanos())).isNull();
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isZero();
  }

  @Test
  void theSmallestThatWasRefusedCounts() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    refuse(quotas, LARGE);
    refuse(quotas, new Demand(2_000, 0));
    refuse(quotas, LARGE);
    assertThat(quotas.tooLargeFor(new Demand(2_000, 0), time.nanos())).isNotNull();
  }

  @Test
  void itIsBelievedForAnHour() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    refuse(quotas, LARGE);
    time.pass(Duration.ofMinutes(59));
    quotas.apply(tokens(1_000, Charge.ACTUAL), time.nanos());
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNotNull();
    time.pass(Duration.ofMinutes(2));
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNull();
  }

  @Test
  void aLargerLimitIsGivenATryAndASmallerOneIsNot() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    refuse(quotas, LARGE);
    quotas.apply(tokens(900, Charge.ACTUAL), time.nanos());
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNotNull();
    quotas.apply(tokens(2_000, Charge.ACTUAL), time.nanos());
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNull();
    refuse(quotas, LARGE);
    quotas.apply(LimitSettings.NONE, time.nanos());
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNull();
  }

  @Test
  void soIsALargerOneThatIsAnnounced() {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    announce(quotas, 1_000);
    time.pass(Duration.ofMinutes(2));
    refuse(quotas, LARGE);
    announce(quotas, 1_000);
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNotNull();
    announce(quotas, 30_000);
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isNull();
  }

  private void announce(QuotaSet quotas, long limit) {
    Reservation sent = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    LimitReading reading =
        new LimitReading(LimitReading.Unit.TOKENS, limit, limit, Duration.ofSeconds(60));
    sent.heard(List.of(reading), false, time.nanos());
    sent.answered(usage(0, 0), time.nanos());
  }

  @Test
  void onlyTheLimitThatIsTooSmallIsHeldAgainstOthers() {
    QuotaSet quotas =
        set(
            new LimitSettings(
                10L, null, null, 1_000L, 9_000L, null, true, Charge.ACTUAL, null, false));
    refuse(quotas, LARGE);
    assertThat(quotas.tooLargeFor(LARGE, time.nanos())).isEqualTo(Quota.INPUT_TOKENS_PER_MINUTE);
    assertThat(quotas.tooLargeFor(new Demand(900, 8_000), time.nanos())).isNull();
  }

  // In words.

  @Test
  void moreThanTheLimitIsNotSaidToBeAFractionOfIt() {
    QuotaSet quotas = set(tokens(1_000, Charge.ACTUAL));
    quotas.reserve(new Demand(500, 0), time.nanos()).settle(usage(900, 0), time.nanos());
    assertThat(quotas.inWords(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo("tpm 900/1000");
    quotas.reserve(new Demand(50, 0), time.nanos()).settle(usage(300, 0), time.nanos());
    assertThat(quotas.inWords(Quota.TOKENS_PER_MINUTE, time.nanos()))
        .isEqualTo("tpm 1000, 1200 in the last minute");
  }

  @Test
  void theFullestLimitIsTold() {
    QuotaSet quotas =
        set(
            new LimitSettings(
                10L, null, 1_000L, null, null, null, true, Charge.ACTUAL, null, false));
    quotas.reserve(new Demand(900, 0), time.nanos());
    assertThat(quotas.fullestInWords(time.nanos())).isEqualTo("tpm 900/1000");
    assertThat(set(LimitSettings.NONE).fullestInWords(time.nanos())).isNull();
  }
}
