package io.ailb.benchmarks.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread that asks as fast as it can, but for a nap after each hundred. */
final class Asking {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean over;
  private volatile long requests;
  private volatile long longest;

  private Asking(Fleet fleet) {
    thread = new Thread(() -> ask(fleet), "asking");
  }

  static Asking start(Fleet fleet) {
    Asking asking = new Asking(fleet);
    asking.thread.start();
    return asking;
  }

  private void ask(Fleet fleet) {
    try {
      long count = 0;
      while (!over) {
        long cpu = threads.getCurrentThreadCpuTime();
        Fleet.answer(fleet.hold(0));
        longest = Math.max(longest, threads.getCurrentThreadCpuTime() - cpu);
        requests = ++count;
        if (count % 100 == 0) {
          Thread.sleep(5);
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      failed.set(e);
    }
  }

  /** Tells how many were answered; all were. */
  long end() throws InterruptedException {
    over = true;
    thread.join();
    if (failed.get() != null) {
      throw new IllegalStateException("a request failed", failed.get());
    }
    return requests;
  }

  /** CPU time that one took, in nanoseconds. */
  long longest() {
    return longest;
  }
}
