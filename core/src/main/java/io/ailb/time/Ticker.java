package io.ailb.time;

/** Elapsed time, for every duration and deadline. Thread-safe and cheap: it is read per request. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since an arbitrary origin; only differences mean something. Never goes back. */
  long nanos();

  /** The JVM's monotonic clock. */
  static Ticker system() {
    return System::nanoTime;
  }
}
