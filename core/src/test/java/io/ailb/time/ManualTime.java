package io.ailb.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A clock that is turned by hand, with its timer: alarms ring in order while time passes. Begins at
 * an odd instant far from zero, as real tickers do.
 */
public final class ManualTime implements Ticker, WallClock, Timer {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private final long origin;
  private long now;
  private long order;
  private final PriorityQueue<Due> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparing(Due::order));

  private record Due(long at, long order, Runnable task) {}

  public ManualTime() {
    this(-123_456_789_012L);
  }

  public ManualTime(long origin) {
    this.origin = origin;
    this.now = origin;
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Instant now() {
    return START.plusNanos(now - origin);
  }

  @Override
  public synchronized Alarm in(long delayNanos, Runnable task) {
    Due due = new Due(now + Math.max(0, delayNanos), order++, task);
    alarms.add(due);
    return () -> cancel(due);
  }

  private synchronized void cancel(Due due) {
    alarms.remove(due);
  }

  /** Lets time pass; alarms that come due ring at their instant, on this thread. */
  public void pass(Duration duration) {
    long until = nanos() + duration.toNanos();
    for (Due due = next(until); due != null; due = next(until)) {
      due.task.run();
    }
    synchronized (this) {
      now = until;
    }
  }

  /** Rings what is due now. */
  public void settle() {
    pass(Duration.ZERO);
  }

  /** Passes to the next alarm, if any is due within a day; false if there is none. */
  public boolean toNextAlarm() {
    Due due = next(nanos() + Duration.ofDays(1).toNanos());
    if (due != null) {
      due.task.run();
    }
    return due != null;
  }

  private synchronized Due next(long until) {
    Due due = alarms.peek();
    if (due == null || due.at > until) {
      return null;
    }
    alarms.poll();
    now = Math.max(now, due.at);
    return due;
  }

  /** When alarms are due, from now on. */
  public synchronized List<Duration> pending() {
    List<Duration> pending = new ArrayList<>();
    alarms.stream()
        .sorted(alarms.comparator())
        .forEach(due -> pending.add(Duration.ofNanos(due.at - now)));
    return pending;
  }
}
