package io.ailb.time;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of {@link Timer#system()}. */
final class SystemTimer implements Timer {
  static final SystemTimer INSTANCE = new SystemTimer();

  private final ScheduledThreadPoolExecutor executor;

  private SystemTimer() {
    executor = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("ai-lb-timer"));
    // Most alarms are called off (a deadline that was met): they must not pile up until they fire.
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Alarm in(long delayNanos, Runnable task) {
    ScheduledFuture<?> future = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
