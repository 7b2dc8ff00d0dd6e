package io.ailb.limit;

import io.ailb.time.WallClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** At most {@code limit} units between two midnights of a zone. */
final class CalendarDay implements Window {
  private final WallClock clock;
  private final ZoneId zone;

  private long limit;
  private long used;
  private LocalDate today;

  CalendarDay(long limit, ZoneId zone, WallClock clock) {
    this.limit = limit;
    this.zone = zone;
    this.clock = clock;
    this.today = date();
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
    return date().isAfter(today) ? 0 : used;
  }

  @Override
  public void count(long units, long at, long now) {
    LocalDate date = date();
    if (date.isAfter(today)) {
      today = date;
      used = 0;
    }
    if (!LocalDate.ofInstant(clock.now().minusNanos(now - at), zone).isBefore(today)) {
      used = Math.max(0, used + units);
    }
  }

  @Override
  public long provision() {
    return 0;
  }

  @Override
  public long freeAt(long units, long now) {
    if (used(now) + Math.min(units, limit) <= limit) {
      return now;
    }
    ZonedDateTime midnight = today.plusDays(1).atStartOfDay(zone);
    return now + Duration.between(clock.now(), midnight).toNanos();
  }

  @Override
  public double plenty(long now) {
    return (double) limit - used;
  }

  @Override
  public double room(long until, long now) {
    double today = (double) Math.max(0, limit - used(now));
    LocalDate last = LocalDate.ofInstant(clock.now().plusNanos(Math.max(0, until - now)), zone);
    return today + (double) limit * ChronoUnit.DAYS.between(date(), last);
  }

  private LocalDate date() {
    return LocalDate.ofInstant(clock.now(), zone);
  }
}
