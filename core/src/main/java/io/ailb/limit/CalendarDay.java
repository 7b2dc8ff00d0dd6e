package io.ailb.limit;

import io.ailb.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** At most {@code limit} units between two midnights of a zone. */
final class CalendarDay implements Window {
  private final WallClock clock;
  private final ZoneId zone;

  private long limit;
  private long used;
  private Day today;

  CalendarDay(long limit, ZoneId zone, WallClock clock, long now) {
    this.limit = limit;
    this.zone = zone;
    this.clock = clock;
    this.today = Day.of(clock.now(), zone, now);
  }

  /**
   * The day that is counted. It ends by the clock; what is of it is told by the ticker, as a clock
   * may be set back over midnight.
   *
   * @param began of the ticker
   * @param most nanoseconds that it may last, however the clock is set
   */
  private record Day(Instant ends, long began, long most) {
    /** By so much it may be set back before a day is longer than it can be. */
    private static final Duration SET_BACK = Duration.ofHours(1);

    static Day of(Instant instant, ZoneId zone, long now) {
      LocalDate date = LocalDate.ofInstant(instant, zone);
      Instant begins = date.atStartOfDay(zone).toInstant();
      Instant ends = date.plusDays(1).atStartOfDay(zone).toInstant();
      return new Day(
          ends,
          now - Duration.between(begins, instant).toNanos(),
          Duration.between(begins, ends).plus(SET_BACK).toNanos());
    }

    boolean isOver(Instant instant, long now) {
      return !instant.isBefore(ends) || now - began >= most;
    }

    boolean has(long at) {
      return at - began >= 0;
    }

    long nanosLeft(Instant instant, long now) {
      return Math.min(Duration.between(instant, ends).toNanos(), began + most - now);
    }
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public void limit(long newLimit, long now) {
    limit = newLimit;
  }

  @Override
  public long used(long now) {
    return usedAt(clock.now(), now);
  }

  private long usedAt(Instant instant, long now) {
    return today.isOver(instant, now) ? 0 : used;
  }

  @Override
  public void count(long units, long at, long now) {
    Instant instant = clock.now();
    if (today.isOver(instant, now)) {
      today = Day.of(instant, zone, now);
      used = 0;
    }
    if (today.has(at)) {
      used = Math.max(0, used + units);
    }
  }

  @Override
  public void move(long units, long from, long to, long now) {
    if (used < units || !today.has(from) || today.isOver(clock.now(), now)) {
      Window.super.move(units, from, to, now);
    }
  }

  @Override
  public long provision() {
    return 0;
  }

  @Override
  public long freeAt(long units, long now) {
    Instant instant = clock.now();
    return usedAt(instant, now) + Math.min(units, limit) <= limit
        ? now
        : now + today.nanosLeft(instant, now);
  }

  @Override
  public double plenty(long now) {
    return (double) limit - used;
  }

  @Override
  public double room(long until, long now) {
    Instant instant = clock.now();
    double left = (double) Math.max(0, limit - usedAt(instant, now));
    LocalDate date = LocalDate.ofInstant(instant, zone);
    LocalDate last = LocalDate.ofInstant(instant.plusNanos(Math.max(0, until - now)), zone);
    return left + (double) limit * ChronoUnit.DAYS.between(date, last);
  }
}
