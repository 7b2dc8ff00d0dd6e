package io.ailb.time;

import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The timer of {@link Timer#system()}. Nearly all alarms are called off, as deadlines are met: one
 * that was is gone at once, but its thread sleeps on, so that the next, which is due later, need
 * not wake it. A {@link java.util.concurrent.ScheduledThreadPoolExecutor} wakes its thread whenever
 * there is a new first, which here was once for each call.
 */
final class SystemTimer implements Timer {
  static final SystemTimer INSTANCE = new SystemTimer();

  /** Later than any alarm. */
  private static final long NEVER = Long.MAX_VALUE;

  /** While the thread is awake, it looks at what is new by itself. */
  private static final long AWAKE = Long.MIN_VALUE;

  private static final long FARTHEST = TimeUnit.DAYS.toNanos(100_000);

  private final long origin = System.nanoTime();
  private final ConcurrentSkipListMap<Pending, Pending> alarms = new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Thread thread = DaemonThreads.named("ai-lb-timer").newThread(this::run);

  /** When the thread looks again, in nanoseconds from {@link #origin}. */
  private volatile long wakesAt = AWAKE;

  private volatile boolean started;

  @Override
  public Alarm in(long delayNanos, Runnable task) {
    long at = now() + Math.min(Math.max(0, delayNanos), FARTHEST);
    Pending pending = new Pending(at, numbers.getAndIncrement(), task);
    alarms.put(pending, pending);
    VarHandle.fullFence(); // it looks for what is new after it has said when it wakes
    if (at < wakesAt) {
      LockSupport.unpark(thread);
    }
    if (!started) {
      start();
    }
    return pending;
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /** Alarms that are still to come. */
  int size() {
    return alarms.size();
  }

  Thread thread() {
    return thread;
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  private void run() {
    while (true) {
      ring();
      Thread.interrupted(); // whoever did it: with that nobody sleeps
      long first = first();
      wakesAt = first;
      VarHandle.fullFence();
      // A nearer one is new: who set it may have seen us awake. If the first was called off since,
      // we wake for nothing: who sets one that is due after it relies on that.
      long due = Math.min(first, first());
      long left = due - now();
      if (due == NEVER) {
        LockSupport.park(this);
      } else if (left > 0) {
        LockSupport.parkNanos(this, left);
      }
      wakesAt = AWAKE;
    }
  }

  private long first() {
    Map.Entry<Pending, Pending> first = alarms.firstEntry();
    return first == null ? NEVER : first.getKey().at;
  }

  private void ring() {
    for (Map.Entry<Pending, Pending> next = alarms.firstEntry();
        next != null && next.getKey().at <= now();
        next = alarms.firstEntry()) {
      next.getKey().ring();
    }
  }

  /** An alarm that is set. In order of time, then of being set. */
  private final class Pending implements Alarm, Comparable<Pending> {
    private final long at;
    private final long number;
    private final Runnable task;

    Pending(long at, long number, Runnable task) {
      this.at = at;
      this.number = number;
      this.task = task;
    }

    @Override
    public void cancel() {
      alarms.remove(this);
    }

    private void ring() {
      if (alarms.remove(this) != null) {
        try {
          task.run();
        } catch (Throwable e) { // is its own affair: all other alarms still ring
        }
        Thread.interrupted(); // so is this
      }
    }

    @Override
    public int compareTo(Pending other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }
}
