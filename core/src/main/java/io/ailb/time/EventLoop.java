package io.ailb.time;

import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time, for simulations: what is due next happens next, on the one thread there is, and no
 * time passes in between. Of what is due at the same instant, what was asked for first. For one
 * thread.
 */
public final class EventLoop implements Ticker, WallClock, Timer {
  private final Instant start;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long order;
  private long happened;

  private static final class Event implements Comparable<Event>, Alarm {
    private final long at;
    private final long order;
    private @Nullable Runnable task;

    private Event(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    /** Stays in the heap until its time, which is cheaper than looking for it. */
    @Override
    public void cancel() {
      task = null;
    }

    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(order);
    }
  }

  /**
   * Begins at second 0.
   *
   * @param start the date at that second
   */
  public EventLoop(Instant start) {
    this.start = start;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant now() {
    return start.plusNanos(now);
  }

  /** Since the beginning. */
  public double seconds() {
    return now / 1e9;
  }

  @Override
  public Alarm in(long delayNanos, Runnable task) {
    long delay = Math.max(0, delayNanos);
    Event event =
        new Event(delay > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + delay, order++, task);
    events.add(event);
    return event;
  }

  /** So many seconds in nanoseconds. */
  public static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  /** The same with a delay in seconds. */
  public Alarm inSeconds(double delay, Runnable task) {
    return in(nanos(delay), task);
  }

  /** Passes to the next event; false if there is none. */
  public boolean next() {
    while (true) {
      Event event = events.poll();
      if (event == null) {
        return false;
      }
      Runnable task = event.task;
      if (task != null) {
        now = event.at;
        event.task = null;
        happened++;
        task.run();
        return true;
      }
    }
  }

  /** Events so far. */
  public long happened() {
    return happened;
  }
}
