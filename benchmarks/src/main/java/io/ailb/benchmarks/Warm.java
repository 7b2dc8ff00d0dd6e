package io.ailb.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Callable;

/**
 * Lets a piece of work be compiled before it is measured. JMH warms by the clock, which on a busy
 * machine runs while this thread does not; warm is who has had enough of the processor.
 */
public final class Warm {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long ENOUGH_NANOS = 2_000_000_000;

  /** Read by nobody; what is kept cannot be optimised away. */
  static volatile Object kept = "";

  private Warm() {}

  /** Does the work again and again, for two seconds of CPU time of this thread. */
  public static void up(Callable<?> work) throws Exception {
    long end = THREADS.getCurrentThreadCpuTime() + ENOUGH_NANOS;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      for (int i = 0; i < 50; i++) {
        kept = work.call();
      }
    }
  }
}
