package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.LimitReading;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.time.ZoneOffset;
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

  private double room(QuotaSet quotas, Duration ahead) {
    return quotas.room(time.nanos() + ahead.toNanos(), time.nanos());
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
    CalendarDay day = new CalendarDay(10, ZoneOffset.UTC, time);
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
