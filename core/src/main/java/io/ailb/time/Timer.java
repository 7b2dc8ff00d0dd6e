package io.ailb.time;

/**
 * Calls back later, on a thread of its own. Callbacks are short and never block: one slow callback
 * delays all others. Thread-safe.
 */
@FunctionalInterface
public interface Timer {
  /**
   * Runs {@code task} once, {@code delayNanos} from now; zero or less means as soon as the timer's
   * thread is free, and never on the calling thread.
   */
  Alarm in(long delayNanos, Runnable task);

  /** One daemon thread, started by its first alarm and shared by the whole JVM. */
  static Timer system() {
    return SystemTimer.INSTANCE;
  }

  /** A callback that is still to come. */
  @FunctionalInterface
  interface Alarm {
    /** Calls it off; does nothing when it has run. */
    void cancel();
  }
}
