package io.ailb.flow;

import io.ailb.time.Chores;
import io.ailb.time.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches an attempt for a client that blocks, and whose own time limits do not reach as far as
 * core's: when a wait takes longer than the attempt's patience, it says so, and breaks the wait
 * off. One alarm serves an attempt, as in {@link AsyncCall}: it is set anew only where it would
 * ring too late.
 *
 * <p>{@link #begins} and {@link #ends} come from the thread that waits, around each wait.
 */
public final class Vigil {
  /** When nothing is due yet that was due, it is looked at again after this. */
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  private final Exchange exchange;
  private final Attempt attempt;
  private final Runnable breakOff;
  private final Executor executor;

  // Guarded by this.
  private boolean waiting;
  private @Nullable Verdict said;
  private boolean over;
  private Timer.@Nullable Alarm alarm;
  private long alarmAt;

  /**
   * Over one attempt.
   *
   * @param breakOff ends the wait that is under way, from another thread
   */
  public Vigil(Exchange exchange, Attempt attempt, Runnable breakOff) {
    this(exchange, attempt, breakOff, Chores.system());
  }

  Vigil(Exchange exchange, Attempt attempt, Runnable breakOff, Executor executor) {
    this.exchange = exchange;
    this.attempt = attempt;
    this.breakOff = breakOff;
    this.executor = executor;
  }

  /** A wait begins. Returns the verdict if there is no time left for one, else null. */
  public @Nullable Verdict begins() {
    long patience = attempt.patience();
    if (patience == 0) {
      return attempt.late();
    }
    synchronized (this) {
      waiting = true;
      arm(patience);
    }
    return null;
  }

  /**
   * It is over, however it ended. Returns the verdict on the attempt if it took too long, in which
   * case what it brought counts no more; else null.
   */
  public synchronized @Nullable Verdict ends() {
    waiting = false;
    return said;
  }

  /** No wait begins any more. */
  public synchronized void close() {
    over = true;
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void arm(long patience) {
    long at = exchange.engine().ticker().nanos() + patience;
    if (alarm != null) {
      if (alarmAt <= at) {
        return;
      }
      alarm.cancel();
    }
    alarmAt = at;
    // Elsewhere: the timer's thread must not block, and closing a connection may.
    alarm = exchange.engine().timer().in(patience, () -> executor.execute(this::rings));
  }

  private void rings() {
    synchronized (this) {
      alarm = null;
      if (!waiting || over) {
        return; // set again with the next wait
      }
      long patience = attempt.patience();
      Verdict verdict = patience > 0 ? Verdict.HOLD : attempt.late();
      if (verdict == Verdict.HOLD || verdict == Verdict.PASS) {
        // Who blocks cannot be shown anything before its wait is over.
        arm(Math.max(SOON, attempt.patience()));
        return;
      }
      said = verdict;
    }
    breakOff.run();
  }
}
