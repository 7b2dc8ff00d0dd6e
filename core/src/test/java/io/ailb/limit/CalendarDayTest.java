package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarDayTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Instant instant = Instant.EPOCH;
  private Instant began = Instant.EPOCH;

  private CalendarDay day(String begins, ZoneId zone) {
    instant = Instant.parse(begins);
    began = instant;
    return new CalendarDay(10, zone, () -> instant, 0);
  }

  private long nanos() {
    return Duration.between(began, instant.plus(setBack)).toNanos();
  }

  private Duration untilFree(CalendarDay day) {
    return Duration.ofNanos(day.freeAt(1, nanos()) - nanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01", "2026-12-31"})
  void lastsAsLongAsTheDayOfItsZone(String date) {
    LocalDate today = LocalDate.parse(date);
    Instant midnight = today.atStartOfDay(NEW_YORK).toInstant();
    Instant next = today.plusDays(1).atStartOfDay(NEW_YORK).toInstant(); // 23, 24 or 25 hours
    CalendarDay day = day(midnight.plus(MINUTE).toString(), NEW_YORK);
    day.count(10, nanos(), nanos());
    assertThat(untilFree(day)).isEqualTo(Duration.between(instant, next));
    instant = next.minusMillis(1);
    assertThat(day.used(nanos())).isEqualTo(10);
    assertThat(day.fits(1, nanos())).isFalse();
    instant = next;
    assertThat(day.used(nanos())).isZero();
    assertThat(untilFree(day)).isZero();
    day.count(10, nanos(), nanos());
    assertThat(untilFree(day))
        .isEqualTo(Duration.between(next, today.plusDays(2).atStartOfDay(NEW_YORK).toInstant()));
  }

  /** In Havana clocks go back at one in the morning, to midnight. */
  @Test
  void aMidnightThatComesTwiceCountsOnce() {
    ZoneId havana = ZoneId.of("America/Havana");
    CalendarDay day = day("2026-11-01T04:30:00Z", havana);
    day.count(6, nanos(), nanos());
    instant = instant.plus(Duration.ofHours(1)); // half past twelve once more
    day.count(4, nanos(), nanos());
    assertThat(day.used(nanos())).isEqualTo(10);
    assertThat(untilFree(day)).isEqualTo(Duration.ofMinutes(23 * 60 + 30));
  }

  /** The ticker goes on, whatever is done to the clock. */
  private Duration setBack = Duration.ZERO;

  private void setBack(Duration by) {
    instant = instant.minus(by);
    setBack = setBack.plus(by);
  }

  @Test
  void aClockThatIsSetBackOverMidnightBeginsNoOtherDay() {
    CalendarDay day = day("2026-11-20T05:00:01Z", NEW_YORK);
    day.count(7, nanos(), nanos());
    setBack(Duration.ofMinutes(50));
    assertThat(day.used(nanos())).isEqualTo(7);
    instant = instant.plusSeconds(1);
    day.count(3, nanos(), nanos());
    assertThat(day.used(nanos())).isEqualTo(10);
    assertThat(untilFree(day)).isEqualTo(Duration.ofHours(24).plusMinutes(50).minusSeconds(2));
    instant = Instant.parse("2026-11-21T05:00:00Z");
    assertThat(untilFree(day)).isZero();
  }

  @Test
  void aClockThatWasDaysAheadEndsTheDayAllTheSame() {
    CalendarDay day = day("2026-11-25T17:00:00Z", NEW_YORK); // noon
    day.count(10, nanos(), nanos());
    setBack(Duration.ofDays(5));
    assertThat(untilFree(day)).isEqualTo(Duration.ofHours(12));
    instant = instant.plus(Duration.ofHours(12)).minusNanos(1);
    assertThat(day.used(nanos())).isEqualTo(10);
    instant = instant.plusNanos(1);
    assertThat(untilFree(day)).isZero();
    instant = instant.plus(MINUTE);
    day.count(10, nanos(), nanos());
    assertThat(untilFree(day)).isEqualTo(Duration.ofHours(24).minus(MINUTE));
  }

  /** As where the machine's clock is local time, until it is set by the network. */
  @Test
  void aClockThatWasHoursAheadEndsTheDayAtItsMidnight() {
    CalendarDay day = day("2026-11-20T18:00:00Z", ZoneOffset.UTC);
    setBack(Duration.ofHours(8));
    day.count(6, nanos(), nanos());
    instant = instant.plus(Duration.ofHours(7)); // a day after its midnight as it was then
    assertThat(day.used(nanos())).isEqualTo(6);
    day.count(4, nanos(), nanos());
    assertThat(untilFree(day)).isEqualTo(Duration.ofHours(7));
    assertThat(day.room(nanos() + Duration.ofHours(6).toNanos(), nanos())).isZero();
    assertThat(day.room(nanos() + Duration.ofHours(8).toNanos(), nanos())).isEqualTo(10);
    instant = Instant.parse("2026-11-21T00:00:00Z");
    assertThat(untilFree(day)).isZero();
  }

  @Test
  void roomComesAtTheMidnightThatEndsTheDay() {
    CalendarDay day = day("2026-11-20T00:00:01Z", ZoneOffset.UTC);
    day.count(10, nanos(), nanos());
    setBack(Duration.ofMinutes(31));
    assertThat(day.room(nanos() + Duration.ofHours(1).toNanos(), nanos())).isZero();
    assertThat(day.room(nanos() + Duration.ofHours(25).toNanos(), nanos())).isEqualTo(10);
  }

  @Test
  void roomOfADayInWhichNothingWasCountedYetIsThatOfADay() {
    CalendarDay day = day("2026-11-20T10:00:00Z", ZoneOffset.UTC);
    day.count(10, nanos(), nanos());
    instant = Instant.parse("2026-11-23T10:00:00Z");
    assertThat(day.room(nanos() + Duration.ofHours(1).toNanos(), nanos())).isEqualTo(10);
    assertThat(day.room(nanos() + Duration.ofHours(15).toNanos(), nanos())).isEqualTo(20);
  }

  /** One thread has read the time just before the midnight that another one has seen. */
  @Test
  void whoIsLateByAMomentIsCounted() {
    CalendarDay day = day("2026-11-20T04:59:59Z", NEW_YORK);
    long before = nanos();
    instant = instant.plusSeconds(2);
    day.count(1, nanos(), nanos());
    day.count(1, before, before);
    assertThat(day.used(nanos())).isEqualTo(2);
    day.move(1, before, nanos(), nanos());
    assertThat(day.used(nanos())).isEqualTo(2);
  }

  @Test
  void whatWasSentBeforeMidnightAndArrivesAfterItIsCountedThen() {
    CalendarDay day = day("2026-11-20T04:59:59Z", NEW_YORK);
    long sent = nanos();
    day.count(3, sent, nanos());
    instant = instant.plusSeconds(3);
    day.count(2, nanos(), nanos());
    assertThat(day.used(nanos())).isEqualTo(2);
    day.move(3, sent, nanos(), nanos());
    assertThat(day.used(nanos())).isEqualTo(5);
  }

  @Test
  void whatWasSentYesterdayIsNotCountedOffToday() {
    CalendarDay day = day("2026-11-20T04:59:00Z", NEW_YORK);
    long sent = nanos();
    day.count(3, sent, nanos());
    instant = instant.plus(MINUTE.multipliedBy(2));
    day.count(2, nanos(), nanos());
    day.count(-3, sent, nanos());
    assertThat(day.used(nanos())).isEqualTo(2);
  }

  /** To within two seconds of it. */
  private Duration toMidnight() {
    Instant next =
        LocalDate.ofInstant(instant, NEW_YORK).plusDays(1).atStartOfDay(NEW_YORK).toInstant();
    Duration left = Duration.between(instant, next);
    return left.compareTo(Duration.ofSeconds(2)) > 0 ? left.minusSeconds(2) : left.plusSeconds(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void toMoveIsToCountOffAndOn(long seed) {
    Random random = new Random(seed);
    CalendarDay moved = day("2026-10-31T20:00:00Z", NEW_YORK);
    CalendarDay counted = new CalendarDay(10, NEW_YORK, () -> instant, 0);
    for (int i = 0; i < 2_000; i++) {
      long units = 1L + random.nextInt(5);
      long from = nanos();
      if (random.nextInt(5) > 0) { // else it was there before this limit
        moved.count(units, from, nanos());
        counted.count(units, from, nanos());
      }
      instant =
          instant.plus(
              random.nextBoolean() ? toMidnight() : MINUTE.multipliedBy(random.nextInt(200)));
      long to = from + Math.min(nanos() - from, Duration.ofSeconds(5).toNanos());
      moved.move(units, from, to, nanos());
      counted.count(-units, from, nanos());
      counted.count(units, to, nanos());
      assertThat(moved.used(nanos())).isEqualTo(counted.used(nanos()));
    }
  }
}
