package io.ailb.agent.app.leaving;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long this process stood still, whatever it was that kept it from running. */
final class Pulse {
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(5);

  private volatile long latest;

  /** Beats from now on. */
  static Pulse start() {
    Pulse pulse = new Pulse();
    Thread thread = new Thread(pulse::beat, "pulse");
    thread.setDaemon(true);
    thread.start();
    return pulse;
  }

  private void beat() {
    while (true) {
      long due = System.nanoTime() + BEAT;
      LockSupport.parkNanos(BEAT);
      latest = Math.max(latest, System.nanoTime() - due);
    }
  }

  /** Forgets what was. */
  void reset() {
    latest = 0;
  }

  /** By how much its latest beat since then was late, in milliseconds. */
  long lateMillis() {
    return TimeUnit.NANOSECONDS.toMillis(latest);
  }
}
