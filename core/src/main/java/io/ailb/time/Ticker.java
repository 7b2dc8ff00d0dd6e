package io.ailb.time;

/** Elapsed time, for every duration and deadline. Thread-safe and cheap: it is read per request. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since an arbitrary origin; only differences mean something. Never goes back. */
  long nanos();

  /** An instant of this, as {@link System#nanoTime} counts. */
  default long systemNanos(long instant) {
    return System.nanoTime() + (instant - nanos());
  }

  /** The JVM's monotonic clock. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}
