package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.limit.QuotaSet.Reservation;
import io.ailb.model.LimitReading;
import io.ailb.model.LimitReading.Unit;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selection, section 2; the figures in the tests are its own. */
class LearnedLimitsTest {
  private static final long RPM = 600;

  private final ManualTime time = new ManualTime();

  private QuotaSet requests(long rpm) {
    return set(LimitSettings.requestsPerMinute(rpm).learned());
  }

  private QuotaSet set(LimitSettings limits) {
    return new QuotaSet(limits, time, time.nanos());
  }

  private static LimitSettings tokens(long tpm, Charge charge) {
    return new LimitSettings(null, null, tpm, null, null, null, true, charge, null, true);
  }

  private Reservation reserve(QuotaSet quotas) {
    return quotas.reserve(Demand.NO_TOKENS, time.nanos());
  }

  /** Takes all there is now; each begins at once. */
  private int takeAll(QuotaSet quotas) {
    int taken = 0;
    for (Reservation next = reserve(quotas); next != null; next = reserve(quotas)) {
      next.arrived(time.nanos());
      taken++;
    }
    return taken;
  }

  private double waits(QuotaSet quotas, Demand demand) {
    double waits = (quotas.freeAt(demand, time.nanos()) - time.nanos()) / 1e9;
    assertThat(quotas.fits(demand, time.nanos())).isEqualTo(waits <= 0);
    return waits;
  }

  private double waits(QuotaSet quotas) {
    return waits(quotas, Demand.NO_TOKENS);
  }

  private void hear(Reservation by, long limit, long remaining, double reset) {
    hear(by, limit, remaining, reset, false);
  }

  private void hear(Reservation by, long limit, long remaining, double reset, boolean refusal) {
    Duration until = Duration.ofNanos(Math.round(reset * 1e9));
    LimitReading reading = new LimitReading(Unit.REQUESTS, limit, remaining, until);
    by.heard(List.of(reading), refusal, time.nanos());
  }

  private long limit(QuotaSet quotas) {
    return quotas.limit(Quota.REQUESTS_PER_MINUTE);
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  // Nothing is known.

  @Test
  void tenSecondsWorthGoOutAtOnceAndTheRestSteadily() {
    QuotaSet quotas = requests(RPM);
    assertThat(takeAll(quotas)).isEqualTo(100);
    assertThat(waits(quotas)).isCloseTo(0.1, offset(1e-6));
    pass(1);
    assertThat(takeAll(quotas)).isEqualTo(10);
  }

  @Test
  void oneRequestGoesOutHoweverSmallTheLimit() {
    QuotaSet quotas = requests(2);
    assertThat(takeAll(quotas)).isEqualTo(1);
    assertThat(waits(quotas)).isCloseTo(30, offset(0.01));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noMinuteHasMoreThanTheLimitWhateverComes(long seed) {
    Random random = new Random(seed);
    long rpm = 1L + random.nextInt(300);
    QuotaSet quotas = requests(rpm);
    Deque<Long> sent = new ArrayDeque<>();
    List<Reservation> open = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      pass(random.nextInt(20) == 0 ? 20 * random.nextDouble() : 0.2 * random.nextDouble());
      Reservation next = reserve(quotas);
      if (next != null) {
        next.arrived(time.nanos());
        open.add(next);
        sent.add(time.nanos());
      }
      if (!open.isEmpty() && random.nextBoolean()) {
        Reservation one = open.remove(random.nextInt(open.size()));
        if (random.nextInt(10) == 0) {
          one.rateLimited(time.nanos());
        } else {
          one.answered(Usage.NONE, time.nanos());
        }
      }
      while (!sent.isEmpty() && sent.peek() <= time.nanos() - 60_000_000_000L) {
        sent.remove();
      }
      assertThat(sent).hasSizeLessThanOrEqualTo((int) rpm);
    }
  }

  // Tokens are reserved as they will probably be, and settled.

  @Test
  void halfOfWhatIsAllowedIsExpectedBeforeAnythingIsKnown() {
    QuotaSet quotas = set(tokens(60_000, Charge.ACTUAL));
    quotas.reserve(new Demand(100, 800), time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos())).isEqualTo(500);
  }

  @Test
  void laterAsMuchAsMostAnswersHad() {
    QuotaSet quotas = set(tokens(6_000_000, Charge.ACTUAL));
    for (int i = 0; i < 400; i++) {
      Reservation one = quotas.reserve(new Demand(0, 800), time.nanos());
      one.answered(new Usage(0, i % 2 == 0 ? 100 : 200, -1, -1, -1), time.nanos());
    }
    long before = quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos());
    quotas.reserve(new Demand(0, 800), time.nanos());
    long expected = quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos()) - before;
    assertThat(expected).isBetween(220L, 230L); // 150 + 1.5 * 50
    quotas.reserve(new Demand(0, 90), time.nanos());
    assertThat(quotas.used(Quota.TOKENS_PER_MINUTE, time.nanos()) - before - expected)
        .isEqualTo(90);
  }

  @Test
  void oneLongAnswerMovesTheEstimateByThreePercent() {
    OutputEstimate output = new OutputEstimate();
    for (int i = 0; i < 1_000; i++) {
      output.record(100);
    }
    assertThat(output.of(10_000)).isBetween(100L, 101L);
    output.record(1_100);
    assertThat(output.of(10_000)).isBetween(174L, 176L); // 100 + 30 + 1.5 * 30
  }

  @Test
  void whatWasNotUsedIsThereAgain() {
    QuotaSet quotas = set(tokens(6_000, Charge.ACTUAL));
    Reservation one = quotas.reserve(new Demand(600, 800), time.nanos());
    assertThat(waits(quotas, new Demand(600, 0))).isPositive();
    one.answered(new Usage(100, 100, -1, -1, -1), time.nanos());
    assertThat(waits(quotas, new Demand(600, 0))).isZero();
  }

  @Test
  void aRequestThatNeverLeftGivesAllBack() {
    QuotaSet quotas = requests(6);
    reserve(quotas).refund(time.nanos());
    assertThat(reserve(quotas)).isNotNull();
  }

  // Headers.

  @Test
  void aBucketIsFollowed() {
    QuotaSet quotas = requests(RPM);
    Reservation first = reserve(quotas);
    pass(0.5);
    hear(first, RPM, 400, 20); // 200 used: full again in 20 s
    assertThat(quotas.capacity(time.nanos())).isCloseTo(405 / 600.0, offset(0.001));
    assertThat(takeAll(quotas)).isEqualTo(405);
    assertThat(waits(quotas)).isCloseTo(0.1, offset(0.01));
  }

  @Test
  void aBucketThatOthersUseTooFillsMoreSlowly() {
    QuotaSet quotas = requests(RPM);
    long left = 400;
    for (int i = 0; i < 30; i++) {
      Reservation one = reserve(quotas);
      left += 4 - 1; // a minute's 600 would be 20 in 2 s
      hear(one, RPM, left, (RPM - left) / 10.0);
      pass(2);
    }
    takeAll(quotas);
    double wait = waits(quotas);
    pass(wait);
    assertThat(reserve(quotas)).isNotNull();
    assertThat(waits(quotas)).isCloseTo(0.5, offset(0.02)); // not 0.1
  }

  /** Requests do not arrive as evenly as they are sent. */
  @Test
  void ofABucketThatRefusedTooEarlySomethingIsLeftAlone() {
    QuotaSet quotas = requests(RPM);
    Reservation first = reserve(quotas);
    List<Reservation> refused = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      refused.add(reserve(quotas));
    }
    pass(0.5);
    hear(first, RPM, 400, 20);
    for (Reservation one : refused) {
      one.rateLimited(time.nanos());
    }
    // A tenth of a second's worth, and as many as were refused besides; 5 came back, 4 were asked.
    assertThat(takeAll(quotas)).isEqualTo(405 - 4 - 1 - 3);
    assertThat(waits(quotas)).isCloseTo(0.1, offset(0.01));
  }

  @Test
  void whatWasSentAfterTheAnsweredRequestIsNotInItsHeaders() {
    QuotaSet quotas = requests(RPM);
    Reservation first = reserve(quotas);
    reserve(quotas);
    reserve(quotas);
    hear(first, RPM, 10, 59);
    assertThat(takeAll(quotas)).isEqualTo(8);
  }

  @Test
  void whatWasSentBeforeItIsAndIsNotGivenBackTwice() {
    QuotaSet quotas = set(tokens(60_000, Charge.ACTUAL));
    Reservation before = quotas.reserve(new Demand(1_000, 2_000), time.nanos());
    pass(0.5);
    Reservation first = quotas.reserve(new Demand(0, 0), time.nanos());
    Reservation after = quotas.reserve(new Demand(1_000, 2_000), time.nanos());
    first.heard(
        List.of(new LimitReading(Unit.TOKENS, 60_000L, 30_000L, Duration.ofSeconds(30))),
        false,
        time.nanos());
    double known = quotas.capacity(time.nanos());
    assertThat(known).isCloseTo(28_000 / 60_000.0, offset(1e-6));
    before.answered(new Usage(500, 500, -1, -1, -1), time.nanos());
    assertThat(quotas.capacity(time.nanos())).isEqualTo(known);
    after.answered(new Usage(500, 500, -1, -1, -1), time.nanos());
    assertThat(quotas.capacity(time.nanos())).isCloseTo(29_000 / 60_000.0, offset(1e-6));
  }

  @Test
  void whatMayHaveBeenOvertakenIsNotInThemEither() {
    QuotaSet quotas = requests(RPM);
    reserve(quotas); // long under way: it has arrived before anything that was sent later
    pass(0.5);
    Reservation known = reserve(quotas);
    Reservation overtaken = reserve(quotas);
    pass(0.1);
    Reservation first = reserve(quotas);
    known.arrived(time.nanos());
    hear(first, RPM, 10, 59);
    assertThat(takeAll(quotas)).isEqualTo(9);
    overtaken.refund(time.nanos());
    assertThat(takeAll(quotas)).as("it is not told what an answer has told already").isZero();
  }

  /** Of each wave some arrive in another order than they left in, and answer in yet another. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void ofManyAtOnceNoMoreGoOutThanThereAre(long seed) {
    Random random = new Random(seed);
    QuotaSet quotas = requests(RPM);
    Map<Reservation, Long> told = new LinkedHashMap<>();
    long sent = 0;
    do {
      List<Reservation> wave = new ArrayList<>();
      for (Reservation next = reserve(quotas); next != null; next = reserve(quotas)) {
        wave.add(next);
      }
      Collections.shuffle(wave, random);
      for (Reservation arriving : wave) {
        sent++;
        told.put(arriving, RPM - sent);
      }
      List<Reservation> answering = new ArrayList<>(told.keySet());
      Collections.shuffle(answering, random);
      for (Reservation one : answering.subList(0, 1 + random.nextInt(answering.size()))) {
        long remaining = told.remove(one);
        hear(one, RPM, remaining, (RPM - remaining) / 10.0);
        one.arrived(time.nanos());
        assertThat(quotas.capacity(time.nanos())).isLessThanOrEqualTo((RPM - sent) / (double) RPM);
      }
    } while (!told.isEmpty() || waits(quotas) == 0);
    assertThat(sent).isBetween(RPM * 3 / 4, RPM);
  }

  @Test
  void olderNewsIsNoNews() {
    QuotaSet quotas = requests(RPM);
    Reservation first = reserve(quotas);
    pass(0.5);
    Reservation second = reserve(quotas);
    hear(second, RPM, 300, 30);
    hear(first, RPM, 301, 30);
    assertThat(quotas.capacity(time.nanos())).isEqualTo(0.5);
  }

  @Test
  void aWindowIsFollowedToItsEnd() {
    QuotaSet quotas = requests(RPM);
    Reservation first = reserve(quotas);
    hear(first, RPM, 590, 40); // of a bucket it would be a second
    assertThat(takeAll(quotas)).isEqualTo(590);
    assertThat(waits(quotas)).isGreaterThanOrEqualTo(40);
  }

  @Test
  void anEmptyWindowIsWaitedFor() {
    QuotaSet quotas = requests(RPM);
    hear(reserve(quotas), RPM, 0, 20); // of a bucket it would be a minute
    assertThat(waits(quotas)).isCloseTo(20, offset(1e-6));
    pass(20);
    assertThat(takeAll(quotas)).as("unknown again until the next header").isEqualTo(100);
  }

  @Test
  void theWayOfCountingIsPutToTheVote() {
    QuotaSet quotas = requests(RPM);
    for (int i = 0; i < 9; i++) {
      hear(reserve(quotas), RPM, 300, 30); // speaks for a bucket, and counts up to five
      pass(1);
    }
    for (int i = 0; i < 5; i++) {
      hear(reserve(quotas), RPM, 0, 20);
      assertThat(waits(quotas)).as("still a bucket").isLessThan(1);
      pass(1);
    }
    hear(reserve(quotas), RPM, 0, 20);
    assertThat(waits(quotas)).as("a window").isCloseTo(20, offset(0.01));
  }

  /** As of one that holds 15 seconds' worth: by its reset alone it would pass for a window. */
  @Test
  void aSmallBucketIsToldByItsEndThatMoves() {
    QuotaSet quotas = requests(RPM);
    double full = 0; // when it is
    for (int i = 0; i < 100; i++) {
      Reservation one = reserve(quotas);
      full = Math.max(full, i * 0.2) + 0.1;
      hear(one, RPM, 20, full - i * 0.2 + 13);
      one.arrived(time.nanos());
      pass(0.2);
    }
    takeAll(quotas);
    assertThat(waits(quotas)).isLessThan(1);
  }

  @Test
  void aWindowIsToldByItsEndThatStays() {
    QuotaSet quotas = requests(RPM);
    for (int i = 0; i < 30; i++) {
      Reservation one = reserve(quotas);
      hear(one, RPM, 300, 33 - i); // of a bucket it would be half a minute as well
      one.arrived(time.nanos());
      pass(1);
    }
    hear(reserve(quotas), RPM, 0, 3);
    assertThat(waits(quotas)).isCloseTo(3, offset(0.01));
  }

  /** Of those sent together, the last by our order may be the first by the provider's. */
  @Test
  void whoOfAWaveFoundMoreArrivedEarlier() {
    QuotaSet quotas = requests(RPM);
    List<Reservation> wave = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      wave.add(reserve(quotas));
    }
    for (int i = 0; i < 49; i++) {
      hear(wave.get(i), RPM, 49 - i, 55);
      wave.get(i).arrived(time.nanos());
    }
    hear(wave.get(49), RPM, 50, 55);
    assertThat(takeAll(quotas)).isLessThanOrEqualTo(1);
  }

  @Test
  void resetsNearABucketsSpeakForOne() {
    for (double near : new double[] {0.61, 1.69}) {
      QuotaSet quotas = requests(RPM);
      hear(reserve(quotas), RPM, 300, 30 * near);
      assertThat(takeAll(quotas)).isEqualTo(300);
      assertThat(waits(quotas)).as("x " + near).isLessThan(1);
    }
    for (double far : new double[] {0.59, 1.71}) {
      QuotaSet quotas = requests(RPM);
      hear(reserve(quotas), RPM, 300, 30 * far);
      assertThat(takeAll(quotas)).isEqualTo(300);
      assertThat(waits(quotas)).as("x " + far).isGreaterThan(10);
    }
  }

  @Test
  void whatNobodyRepeatsIsForgottenButForTheLimit() {
    QuotaSet quotas = requests(RPM);
    hear(reserve(quotas), 300, 300, 0);
    pass(90);
    assertThat(quotas.isInformed(time.nanos())).isTrue();
    pass(0.1);
    assertThat(quotas.isInformed(time.nanos())).isFalse();
    assertThat(limit(quotas)).isEqualTo(300);
    assertThat(takeAll(quotas)).isEqualTo(50);
  }

  // A share of an account.

  @Test
  void ofALargerAccountNoMoreIsUsedThanConfiguredInAnyMinute() {
    QuotaSet quotas = requests(60);
    int sent = 0;
    for (double at = 0; at < 59; at += 0.5) {
      for (Reservation next = reserve(quotas); next != null; next = reserve(quotas)) {
        sent++;
        hear(next, RPM, RPM - sent, sent / 10.0);
        next.arrived(time.nanos());
      }
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      pass(0.5);
    }
    assertThat(limit(quotas)).isEqualTo(60);
    // The first one was sent before anybody knew that it was of a share: it counts twice.
    assertThat(sent).isEqualTo(59);
    assertThat(quotas.capacity(time.nanos())).isZero();
    pass(3);
    assertThat(takeAll(quotas)).as("a minute after the first").isBetween(58, 60);
  }

  @Test
  void ofALargerAccountThatIsAlmostSpentNoMoreIsUsedThanIsLeft() {
    QuotaSet quotas = requests(60);
    hear(reserve(quotas), RPM, 3, 59.7);
    assertThat(quotas.capacity(time.nanos())).isCloseTo(3 / 600.0, offset(1e-6));
    assertThat(takeAll(quotas)).isEqualTo(3);
  }

  @Test
  void ofALargerAccountNoMinuteIsStretchedEvenWhenItsHeadersStop() {
    QuotaSet quotas = requests(60);
    hear(reserve(quotas), RPM, 590, 1);
    pass(91);
    for (double at = 0; at < 120; at += 0.25) {
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isLessThanOrEqualTo(60);
      pass(0.25);
    }
  }

  @Test
  void onceItIsNotConfiguredTheWholeAccountMayBeUsed() {
    QuotaSet quotas = requests(60);
    hear(reserve(quotas), RPM, 590, 1);
    quotas.apply(LimitSettings.NONE.learned(), time.nanos());
    assertThat(limit(quotas)).isEqualTo(RPM);
    assertThat(takeAll(quotas)).isEqualTo(590);
  }

  @Test
  void aLimitThatNobodyConfiguredIsLearned() {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    Reservation first = reserve(quotas);
    reserve(quotas);
    hear(first, 100, 3, 58);
    assertThat(limit(quotas)).isEqualTo(100);
    assertThat(takeAll(quotas)).isEqualTo(2);
    quotas.apply(LimitSettings.NONE.learned(), time.nanos());
    assertThat(limit(quotas)).as("after a reload").isEqualTo(100);
  }

  @Test
  void theLimitOfADayIsNotTakenForAMinutes() {
    QuotaSet quotas = requests(30);
    hear(reserve(quotas), 14_400, 14_399, 6); // as Groq says it
    assertThat(limit(quotas)).isEqualTo(30);
    hear(reserve(quotas), 14_400, 14_370, 63);
    assertThat(limit(quotas)).isEqualTo(30);
  }

  @Test
  void whereNothingIsToBeLearnedAllStaysAsConfigured() {
    QuotaSet quotas = set(LimitSettings.requestsPerMinute(10));
    Reservation first = reserve(quotas);
    hear(first, RPM, 500, 10);
    first.rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(10);
    assertThat(takeAll(quotas)).isEqualTo(9);
    assertThat(quotas.explore(Demand.NO_TOKENS, time.nanos())).isEqualTo(Long.MAX_VALUE);
    assertThat(takeAll(quotas)).isZero();
  }

  // Refusals.

  @Test
  void ourOwnOvershootLeavesTheLimitAsItIs() {
    QuotaSet quotas = requests(60);
    double grown = 0;
    while (quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos()) <= 65) {
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      pass(0.25);
      grown += 0.25;
      assertThat(grown).isLessThan(120);
    }
    pass(0.25);
    Reservation refused = reserve(quotas);
    pass(0.25);
    refused.rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(60);
    pass(130);
    assertThat(takeAll(quotas)).as("the bucket is small again").isEqualTo(10);
    // and for ten minutes no minute is stretched
    for (double at = 0; at < 400; at += 0.25) {
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      assertThat(quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isLessThanOrEqualTo(60);
      pass(0.25);
    }
  }

  /** 63 of 60: that may be a fixed minute's end as well, and in the next one there is room. */
  @Test
  void afterASmallOvershootTheMinuteIsStretchedAgain() {
    QuotaSet quotas = requests(60);
    while (quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos()) < 62) {
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      pass(0.25);
    }
    Reservation refused = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    while (refused == null) {
      pass(0.25);
      refused = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    }
    refused.rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(60);
    long most = 0;
    for (double at = 0; at < 120; at += 0.25) {
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      most = Math.max(most, quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos()));
      pass(0.25);
    }
    assertThat(most).isGreaterThan(63);
  }

  @Test
  void whatOthersTookIsLearned() {
    QuotaSet quotas = requests(RPM);
    reserve(quotas).rateLimited(time.nanos());
    assertThat(limit(quotas)).as("nothing got through yet").isEqualTo(510); // x 0.85
    Reservation waiting = reserve(quotas);
    assertThat(waiting).as("the bucket is empty").isNull();
  }

  @Test
  void onlyARequestThatWasSentAfterTheLimitWasLoweredLowersItAgain() {
    QuotaSet quotas = requests(RPM);
    Reservation one = reserve(quotas);
    Reservation other = reserve(quotas);
    pass(0.1);
    one.rateLimited(time.nanos());
    other.rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(510);
    pass(1);
    Reservation later = reserve(quotas);
    pass(0.1);
    later.rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(434); // 510 * 0.85, rounded
  }

  @Test
  void afterAMinuteWhatGotThroughIsTheMeasure() {
    QuotaSet quotas = requests(RPM);
    for (int i = 0; i < 70; i++) {
      for (int n = 0; n < 6; n++) {
        reserve(quotas).answered(Usage.NONE, time.nanos());
      }
      pass(1);
    }
    Reservation refused = reserve(quotas);
    pass(0.1);
    refused.rateLimited(time.nanos());
    assertThat(limit(quotas)).isBetween(330L, 338L); // 0.92 of 360 a minute, and a little guard
  }

  @Test
  void noLimitFallsBelowATwentieth() {
    QuotaSet quotas = requests(RPM);
    for (int i = 0; i < 60; i++) {
      pass(20);
      Reservation refused = reserve(quotas);
      pass(0.1);
      refused.rateLimited(time.nanos());
    }
    assertThat(limit(quotas)).isEqualTo(30);
  }

  @Test
  void tokensAreLoweredByATenth() {
    QuotaSet quotas =
        set(
            new LimitSettings(
                RPM, null, 10_000L, null, null, null, true, Charge.ACTUAL, null, true));
    quotas.reserve(new Demand(10, 0), time.nanos()).rateLimited(time.nanos());
    assertThat(quotas.limit(Quota.TOKENS_PER_MINUTE)).isEqualTo(9_000);
  }

  @Test
  void theLimitComesBackByThreePercentEveryFiveSecondsAfterTen() {
    QuotaSet quotas = requests(RPM);
    reserve(quotas).rateLimited(time.nanos());
    pass(9.9);
    reserve(quotas).answered(Usage.NONE, time.nanos());
    assertThat(limit(quotas)).isEqualTo(510);
    pass(0.1);
    reserve(quotas).answered(Usage.NONE, time.nanos());
    assertThat(limit(quotas)).isEqualTo(528);
    pass(4.9);
    reserve(quotas).answered(Usage.NONE, time.nanos());
    assertThat(limit(quotas)).isEqualTo(528);
    pass(0.1);
    reserve(quotas).answered(Usage.NONE, time.nanos());
    assertThat(limit(quotas)).isEqualTo(546);
    for (int i = 0; i < 10; i++) {
      pass(5);
      reserve(quotas).answered(Usage.NONE, time.nanos());
    }
    assertThat(limit(quotas)).isEqualTo(600);
  }

  @Test
  void whereAnswersAnnounceHowItStandsARefusalTeachesNothingMore() {
    QuotaSet quotas = requests(RPM);
    Reservation refused = reserve(quotas);
    hear(refused, RPM, 0, 60);
    refused.rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(RPM);
  }

  // Exploration.

  @Test
  void whileRequestsWaitTheBucketGrows() {
    QuotaSet quotas = requests(RPM);
    assertThat(takeAll(quotas)).isEqualTo(100);
    long again = quotas.explore(Demand.NO_TOKENS, time.nanos());
    assertThat(again - time.nanos()).isEqualTo(Duration.ofMillis(250).toNanos());
    assertThat(takeAll(quotas)).as("a fiftieth of the limit").isEqualTo(12);
    quotas.explore(Demand.NO_TOKENS, time.nanos());
    assertThat(takeAll(quotas)).as("not twice at once").isZero();
  }

  @Test
  void whereThereIsRoomNothingGrows() {
    QuotaSet quotas = requests(RPM);
    assertThat(quotas.explore(Demand.NO_TOKENS, time.nanos())).isEqualTo(Long.MAX_VALUE);
    assertThat(takeAll(quotas)).isEqualTo(100);
  }

  @Test
  void afterARefusalNothingIsTriedForHalfAMinuteThenSlowlyWhereItWasRefused() {
    QuotaSet quotas = requests(RPM);
    takeAll(quotas);
    pass(10);
    takeAll(quotas);
    quotas.explore(Demand.NO_TOKENS, time.nanos());
    Reservation refused = reserve(quotas);
    pass(0.1);
    refused.rateLimited(time.nanos());
    assertThat(quotas.explore(Demand.NO_TOKENS, time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofSeconds(30).toNanos());
    pass(30);
    int small = takeAll(quotas);
    assertThat(small).isEqualTo(67); // 0.6 of 112
    int after = 0;
    for (int i = 0; i < 8; i++) {
      after += takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      after += takeAll(quotas);
      pass(0.25);
    }
    // Two steps of 10.2 reach 0.7 of 112; from there on it is a tenth of that. The rest is refill.
    assertThat(after).isBetween(40, 42);
  }

  @Test
  void theMinuteIsStretchedToTwiceAtMost() {
    QuotaSet quotas = requests(60);
    long most = 0;
    for (double at = 0; at < 300; at += 0.25) {
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      most = Math.max(most, quotas.used(Quota.REQUESTS_PER_MINUTE, time.nanos()));
      pass(0.25);
    }
    assertThat(most).isBetween(61L, 120L);
  }

  @Test
  void whereAnswersAnnounceHowItStandsNothingIsTried() {
    QuotaSet quotas = requests(RPM);
    hear(reserve(quotas), RPM, 0, 60);
    assertThat(quotas.explore(Demand.NO_TOKENS, time.nanos())).isEqualTo(Long.MAX_VALUE);
  }

  /** Others take half of what comes back: what we were refused is no sign that more did. */
  @Test
  void whatWasRefusedTookNothing() {
    QuotaSet quotas = requests(RPM);
    hear(reserve(quotas), RPM, 100, 50);
    for (int i = 1; i <= 8; i++) {
      pass(0.25);
      Reservation refused = reserve(quotas);
      hear(refused, RPM, 100 + (long) (i * 0.25 * 5), 50, true);
      refused.rateLimited(time.nanos());
    }
    takeAll(quotas);
    // A share of 0.85 by now: 1, and three tenths of the way to a half.
    assertThat(waits(quotas)).isCloseTo(1 / 8.5, offset(0.001));
  }

  @Test
  void aBucketThatOthersUseMayTakeLongerThanAMinuteToFill() {
    QuotaSet quotas = requests(RPM);
    hear(reserve(quotas), RPM, 3, 300);
    assertThat(quotas.isInformed(time.nanos())).isTrue();
    QuotaSet another = requests(RPM / 2);
    hear(reserve(another), RPM, 3, 300);
    assertThat(another.isInformed(time.nanos())).isFalse();
  }

  // A limit that nobody states.

  /**
   * Twenty callers without a pause at a bucket that nobody speaks of: what is answered and refused.
   */
  private int[] press(double perMinute, int minutes) {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    double content = perMinute;
    int answered = 0;
    int refused = 0;
    for (int step = 0; step < minutes * 600; step++) {
      pass(0.1);
      content = Math.min(perMinute, content + perMinute / 600);
      List<Reservation> wave = new ArrayList<>();
      for (Reservation next = reserve(quotas);
          next != null && wave.size() < 20;
          next = reserve(quotas)) {
        wave.add(next);
      }
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      for (Reservation one : wave) {
        if (content >= 1) {
          content--;
          answered++;
          one.answered(Usage.NONE, time.nanos() + 1);
        } else {
          refused++;
          one.rateLimited(time.nanos() + 1);
        }
      }
    }
    return new int[] {answered, refused};
  }

  @ParameterizedTest
  @ValueSource(doubles = {6, 60, 600})
  void aLimitThatNobodyStatesIsFoundByItsRefusals(double perMinute) {
    int[] results = press(perMinute, 10);
    assertThat(results[0]).isGreaterThan((int) (0.8 * 10 * perMinute));
    // The first wave, then a tenth; of a few a minute each try is more than that.
    assertThat(results[1]).isLessThan(20 + Math.max(results[0] / 10, 30));
  }

  @Test
  void whereNothingIsEverRefusedThereIsNone() {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    for (int i = 0; i < 100; i++) {
      reserve(quotas).answered(Usage.NONE, time.nanos());
    }
    assertThat(quotas.isLimited()).isFalse();
  }

  @Test
  void whatRefusalsShowedGrowsAgainUntilItIsNoBound() {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    for (int i = 0; i < 30; i++) {
      reserve(quotas).answered(Usage.NONE, time.nanos());
    }
    reserve(quotas).rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(28); // 0.92 of 30
    assertThat(takeAll(quotas)).as("one goes first").isEqualTo(1);
    quotas.apply(LimitSettings.NONE.learned(), time.nanos());
    assertThat(limit(quotas)).as("after a reload").isEqualTo(28);
    for (int i = 0; i < 600; i++) { // a moment without limits was all
      pass(0.25);
      takeAll(quotas);
      quotas.explore(Demand.NO_TOKENS, time.nanos());
    }
    assertThat(limit(quotas)).isGreaterThan(1_000);
  }

  private void takeSome(QuotaSet quotas, int number) {
    for (int i = 0; i < number; i++) {
      reserve(quotas);
    }
  }

  @Test
  void aRefusalAmongFewShowsNone() {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    takeSome(quotas, 9);
    reserve(quotas).rateLimited(time.nanos());
    assertThat(quotas.isLimited()).isFalse();
  }

  @Test
  void whatIsAnnouncedTakesThePlaceOfWhatRefusalsShowed() {
    QuotaSet quotas = set(LimitSettings.NONE.learned());
    Reservation first = reserve(quotas);
    takeSome(quotas, 9);
    reserve(quotas).rateLimited(time.nanos());
    assertThat(limit(quotas)).isEqualTo(9);
    pass(1);
    hear(first, RPM, 400, 20);
    assertThat(limit(quotas)).isEqualTo(RPM);
  }
}
