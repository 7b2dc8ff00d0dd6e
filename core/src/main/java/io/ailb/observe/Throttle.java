package io.ailb.observe;

import io.ailb.time.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets one line a minute through. Of those that come meanwhile the last one is written when the
 * minute is over, as it tells how things stand, with the number of those before it. Thread-safe.
 */
final class Throttle {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Timer timer;
  private boolean quiet = true; // guarded by this
  private int held; // guarded by this
  private @Nullable Line last; // guarded by this

  /** Something to write. */
  @FunctionalInterface
  interface Line {
    /** {@code more}: how many lines were left out before this one. */
    void write(int more);
  }

  Throttle(Timer timer) {
    this.timer = timer;
  }

  void say(Line line) {
    synchronized (this) {
      if (!quiet) {
        last = line;
        held++;
        return;
      }
      quiet = false;
    }
    timer.in(MINUTE, this::minuteOver);
    line.write(0);
  }

  private void minuteOver() {
    Line line;
    int more;
    synchronized (this) {
      line = last;
      more = held - 1;
      last = null;
      held = 0;
      quiet = line == null;
    }
    if (line != null) {
      timer.in(MINUTE, this::minuteOver);
      line.write(more);
    }
  }
}
