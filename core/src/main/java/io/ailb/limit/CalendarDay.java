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

  /** When units were counted last, of the ticker. */
  private long latest;

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
   * @param most nanoseconds that a day of its date may last, with what a clock may be set back
   */
  private record Day(Instant ends, long began, long most) {
    private static final Duration SET_BACK = Duration.ofHours(1);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    static Day of(Instant instant, ZoneId zone, long now) {
      LocalDate date = LocalDate.ofInstant(instant, zone);
      Instant begins = date.atStartOfDay(zone).toInstant();
      Instant ends = date.plusDays(1).atStartOfDay(zone).toInstant();
      return new Day(
          ends,
          now - nanos(begins, instant),
          Duration.between(begins, ends).plus(SET_BACK).toNanos());
    }

    boolean isPast(Instant instant) {
      return !instant.isBefore(ends);
    }

    /**
     * Whether the clock was far ahead when it began: it would last too long by the clock of now.
     */
    boolean isMisdated(Instant instant, long now) {
      return now - began + nanos(instant, ends) > most;
    }

    boolean has(long at) {
      return at - began >= 0;
    }

    private static long nanos(Instant from, Instant to) {
      return (to.getEpochSecond() - from.getEpochSecond()) * SECOND + to.getNano() - from.getNano();
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
    return isOver(instant, now) ? 0 : used;
  }

  /** Where its date is wrong, what was counted since the clock's last midnight is of this day. */
  private boolean isOver(Instant instant, long now) {
    return today.isPast(instant)
        || (today.isMisdated(instant, now)
            && latest - now + Day.nanos(midnight(instant, 0), instant) < 0);
  }

  /** The last one, or the first of so many days later. */
  private Instant midnight(Instant instant, int later) {
    return LocalDate.ofInstant(instant, zone).plusDays(later).atStartOfDay(zone).toInstant();
  }

  private Instant ends(Instant instant, long now) {
    boolean ofClock = today.isPast(instant) || today.isMisdated(instant, now);
    return ofClock ? midnight(instant, 1) : today.ends;
  }

  @Override
  public void count(long units, long at, long now) {
    Instant instant = clock.now();
    if (isOver(instant, now)) {
      today = Day.of(instant, zone, now);
      used = 0;
    }
    if (units > 0 && at == now && !today.has(at)) {
      // Read just before the midnight that another thread has seen: it is of this day as well.
      today = new Day(today.ends, at, today.most);
    }
    if (today.has(at)) {
      used = Math.max(0, used + units);
      latest = units > 0 ? now : latest;
    }
  }

  @Override
  public void move(long units, long from, long to, long now) {
    if (used < units || !today.has(from) || isOver(clock.now(), now)) {
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
        : now + Day.nanos(instant, ends(instant, now));
  }

  @Override
  public double plenty(long now) {
    return (double) limit - used;
  }

  @Override
  public double room(long until, long now) {
    Instant instant = clock.now();
    double left = (double) Math.max(0, limit - usedAt(instant, now));
    Instant last = instant.plusNanos(Math.max(0, until - now));
    Instant ends = ends(instant, now);
    return last.isBefore(ends) ? left : left + (double) limit * (1 + days(ends, last));
  }

  private long days(Instant from, Instant to) {
    return ChronoUnit.DAYS.between(LocalDate.ofInstant(from, zone), LocalDate.ofInstant(to, zone));
  }
}
