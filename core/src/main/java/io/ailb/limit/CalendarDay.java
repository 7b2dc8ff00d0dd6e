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

  // The day that is counted, from one midnight to the next.
  private LocalDate today;
  private Instant begins;
  private Instant ends;

  CalendarDay(long limit, ZoneId zone, WallClock clock) {
    this.limit = limit;
    this.zone = zone;
    this.clock = clock;
    this.today = LocalDate.ofInstant(clock.now(), zone);
    this.begins = beginning(today);
    this.ends = beginning(today.plusDays(1));
  }

  private Instant beginning(LocalDate date) {
    return date.atStartOfDay(zone).toInstant();
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
    return usedAt(clock.now());
  }

  private long usedAt(Instant instant) {
    return isOver(instant) ? 0 : used;
  }

  private boolean isOver(Instant instant) {
    return !instant.isBefore(ends);
  }

  @Override
  public void count(long units, long at, long now) {
    Instant instant = clock.now();
    if (isOver(instant)) {
      today = LocalDate.ofInstant(instant, zone);
      begins = beginning(today);
      ends = beginning(today.plusDays(1));
      used = 0;
    }
    if (!instant.minusNanos(now - at).isBefore(begins)) {
      used = Math.max(0, used + units);
    }
  }

  @Override
  public void move(long units, long from, long to, long now) {
    Instant instant = clock.now();
    boolean isOfToday = !isOver(instant) && !instant.minusNanos(now - from).isBefore(begins);
    if (!isOfToday || used < units) {
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
    return usedAt(instant) + Math.min(units, limit) <= limit
        ? now
        : now + Duration.between(instant, ends).toNanos();
  }

  @Override
  public double plenty(long now) {
    return (double) limit - used;
  }

  @Override
  public double room(long until, long now) {
    Instant instant = clock.now();
    double left = (double) Math.max(0, limit - usedAt(instant));
    LocalDate date = LocalDate.ofInstant(instant, zone);
    LocalDate last = LocalDate.ofInstant(instant.plusNanos(Math.max(0, until - now)), zone);
    return left + (double) limit * ChronoUnit.DAYS.between(date, last);
  }
}
