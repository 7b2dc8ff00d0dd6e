package io.ailb.time;

/** Runs something after an object was lost to the garbage collector. */
@FunctionalInterface
public interface Reaper {
  /**
   * Runs {@code task} once, after {@code object} has become unreachable; it must not lead to it.
   */
  void afterLossOf(Object object, Runnable task);

  /** One daemon thread, started with the first object. */
  static Reaper system() {
    return SystemReaper.INSTANCE;
  }
}
