package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.LimitReading;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests limits let through by an instant at most. */
class RoomTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTime time = new ManualTime();

  private QuotaSet quotas(Long rpm, Long rpd, boolean learns) {
    LimitSettings settings =
        new LimitSettings(rpm, rpd, null, null, null, null, true, Charge.ACTUAL, null, learns);
    return new QuotaSet(settings, time, time.nanos());
  }

  /** By the limits of requests. */
  private double room(QuotaSet quotas, Duration ahead) {
    return Math.min(
        room(quotas, ahead, Quota.REQUESTS_PER_MINUTE),
        room(quotas, ahead, Quota.REQUESTS_PER_DAY));
  }

  private double room(QuotaSet quotas, Duration ahead, Quota quota) {
    return quotas
        .room(time.nanos() + ahead.toNanos(), time.nanos())
        .getOrDefault(quota, Double.POSITIVE_INFINITY);
  }

  private QuotaSet tokens(long tpm, Charge charge) {
    LimitSettings settings =
        new LimitSettings(null, null, tpm, null, null, null, true, charge, null, false);
    return new QuotaSet(settings, time, time.nanos());
  }

  private int takeAll(QuotaSet quotas) {
    int taken = 0;
    while (quotas.reserve(Demand.NO_TOKENS, time.nanos()) != null) {
      taken++;
    }
    return taken;
  }

  @Test
  void withoutALimitOfRequestsThereIsNoBound() {
    assertThat(room(quotas(null, null, true), HOUR)).isInfinite();
  }

  @Test
  void aMinuteComesBackAsItWasUsed() {
    QuotaSet quotas = quotas(100L, null, false);
    takeAll(quotas);
    assertThat(room(quotas, Duration.ofSeconds(50))).isZero();
    assertThat(room(quotas, Duration.ofSeconds(59))).isZero();
    assertThat(room(quotas, Duration.ofSeconds(70))).isEqualTo(100);
    assertThat(room(quotas, Duration.ofSeconds(200))).isBetween(300.0, 400.0);
  }

  @Test
  void theTighterOfTwoLimitsCounts() {
    QuotaSet quotas = quotas(100L, 130L, false);
    takeAll(quotas);
    assertThat(room(quotas, HOUR)).isEqualTo(30);
  }

  @Test
  void aDayOfACalendarBeginsAtMidnight() {
    CalendarDay day = new CalendarDay(10, ZoneOffset.UTC, time, time.nanos());
    day.count(7, time.nanos(), time.nanos());
    long now = time.nanos(); // noon
    assertThat(day.room(now + Duration.ofHours(11).toNanos(), now)).isEqualTo(3);
    assertThat(day.room(now + Duration.ofHours(13).toNanos(), now)).isEqualTo(13);
    assertThat(day.room(now + Duration.ofHours(37).toNanos(), now)).isEqualTo(23);
  }

  private void announce(QuotaSet quotas, long remaining, double reset) {
    QuotaSet.Reservation reservation = quotas.reserve(Demand.NO_TOKENS, time.nanos());
    Duration until = Duration.ofMillis((long) (reset * 1_000));
    reservation.heard(
        List.of(new LimitReading(LimitReading.Unit.REQUESTS, 60L, remaining, until)),
        false,
        time.nanos());
  }

  @Test
  void anAnnouncedBucketFillsSteadily() {
    QuotaSet quotas = quotas(60L, null, true);
    announce(quotas, 10, 50);
    assertThat(room(quotas, Duration.ofSeconds(20))).isCloseTo(30, offset(0.1));
  }

  @Test
  void anAnnouncedWindowBeginsAnewWhenItIsOver() {
    QuotaSet quotas = quotas(60L, null, true);
    announce(quotas, 50, 40); // a bucket that lacks 10 were full in 10 s
    assertThat(room(quotas, Duration.ofSeconds(39))).isCloseTo(50, offset(0.1));
    assertThat(room(quotas, Duration.ofSeconds(41))).isCloseTo(110, offset(0.1));
    assertThat(room(quotas, Duration.ofSeconds(101))).isCloseTo(170, offset(0.1));
  }

  @Test
  void whatIsUnderWayMayGiveBackWhatItDoesNotUse() {
    Duration soon = Duration.ofSeconds(1);
    for (Charge charge : Charge.values()) {
      QuotaSet quotas = tokens(10_000, charge);
      QuotaSet.Reservation first = quotas.reserve(new Demand(1_000, 3_000), time.nanos());
      quotas.reserve(new Demand(2_000, 4_000), time.nanos());
      boolean kept = charge == Charge.MAX_TOKENS;
      assertThat(room(quotas, soon, Quota.TOKENS_PER_MINUTE)).isEqualTo(kept ? 0 : 10_000);
      first.settle(new Usage(1_000, 500, 0, 0, 0), time.nanos());
      assertThat(room(quotas, soon, Quota.TOKENS_PER_MINUTE)).isEqualTo(kept ? 0 : 8_500);
    }
  }

  @Test
  void anAnswerIsExpectedToBeNoShorterThanMostWere() {
    QuotaSet quotas = tokens(1_000_000, Charge.ACTUAL);
    assertThat(quotas.leastOutput(3, 900, 200)).as("nothing is known").isZero();
    for (int i = 0; i < 500; i++) {
      quotas.reserve(new Demand(0, 300), time.nanos()).answered(output(100), time.nanos());
    }
    assertThat(quotas.leastOutput(3, 900, 200)).isBetween(297L, 300L);
    assertThat(quotas.leastOutput(3, 900, 50)).as("no more than they may have").isEqualTo(150);
    for (int i = 0; i < 500; i++) {
      quotas
          .reserve(new Demand(0, 300), time.nanos())
          .answered(output(1 + i % 2 * 200), time.nanos());
    }
    assertThat(quotas.leastOutput(1, 300, 300)).as("they vary too much").isZero();
    assertThat(tokens(1, Charge.MAX_TOKENS).leastOutput(3, 900, 200)).isEqualTo(900);
  }

  private static Usage output(long tokens) {
    return new Usage(0, tokens, 0, 0, 0);
  }

  /** Whoever is turned away by it could not have been served: tokens are given back as well. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMoreTokensAreEverUsedThanThat(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      QuotaSet quotas = tokens(10_000, Charge.ACTUAL);
      List<QuotaSet.Reservation> underWay = new ArrayList<>();
      for (int i = random.nextInt(50); i > 0; i--) {
        use(quotas, underWay, random);
        time.pass(Duration.ofMillis(random.nextInt(5_000)));
      }
      long end = time.nanos() + Duration.ofMillis(random.nextInt(200_000)).toNanos();
      double most = room(quotas, Duration.ofNanos(end - time.nanos()), Quota.TOKENS_PER_MINUTE);
      List<QuotaSet.Reservation> newOnes = new ArrayList<>();
      long used = 0;
      while (time.nanos() < end) {
        for (QuotaSet.Reservation old : underWay) {
          old.settle(output(random.nextInt(200)), time.nanos());
        }
        underWay.clear();
        used += use(quotas, newOnes, random);
        time.pass(Duration.ofNanos(Math.min(100_000_000, end - time.nanos())));
      }
      assertThat((double) used).isLessThanOrEqualTo(most);
    }
  }

  /** As many as fit, of which most are answered at once; returns what these have used. */
  private long use(QuotaSet quotas, List<QuotaSet.Reservation> underWay, Random random) {
    long used = 0;
    while (true) {
      QuotaSet.Reservation one = quotas.reserve(new Demand(0, 400), time.nanos());
      if (one == null) {
        return used;
      }
      if (random.nextInt(4) == 0) {
        underWay.add(one);
      } else {
        long tokens = 1 + (long) random.nextInt(400);
        one.settle(output(tokens), time.nanos());
        used += tokens;
      }
    }
  }

  /** Whoever is turned away by it could not have been served. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMoreIsEverTakenThanThat(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      QuotaSet quotas = quotas(1 + (long) random.nextInt(200), null, false);
      for (int i = random.nextInt(50); i > 0; i--) {
        for (int n = random.nextInt(20); n > 0; n--) {
          quotas.reserve(Demand.NO_TOKENS, time.nanos());
        }
        time.pass(Duration.ofMillis(random.nextInt(5_000)));
      }
      Duration ahead = Duration.ofMillis(random.nextInt(200_000));
      double most = room(quotas, ahead);
      long end = time.nanos() + ahead.toNanos();
      int taken = takeAll(quotas);
      while (time.nanos() < end) {
        time.pass(Duration.ofNanos(Math.min(100_000_000, end - time.nanos())));
        taken += takeAll(quotas);
      }
      assertThat((double) taken).isLessThanOrEqualTo(most);
    }
  }
}
