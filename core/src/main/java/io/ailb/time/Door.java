package io.ailb.time;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for what changes in a few instructions, and is looked at more often than it changes. Who
 * changes something enters, and leaves in any case; nobody waits, calls back or enters again
 * inside. Who only looks does so from outside, and asks afterwards whether anybody was inside
 * meanwhile.
 *
 * <p>To enter and leave an empty one takes a third of what a monitor takes. As it is left within a
 * moment, who finds somebody inside tries again until then; only who has been kept out for longer
 * than that, as the one inside has lost its processor, sleeps in between.
 */
public final class Door {
  private static final AtomicLongFieldUpdater<Door> PASSED =
      AtomicLongFieldUpdater.newUpdater(Door.class, "passed");

  /** Some microseconds. */
  private static final int TRIES = 200;

  private static final long SLEEP = Duration.ofNanos(20_000).toNanos();

  /** Entries and exits so far: odd while somebody is inside. */
  private volatile long passed;

  /** Waits until nobody else is inside. */
  public void enter() {
    if (!tryToEnter()) {
      enterLater();
    }
  }

  private boolean tryToEnter() {
    long before = passed;
    boolean entered = isEmpty(before) && PASSED.compareAndSet(this, before, before + 1);
    if (entered) {
      VarHandle.storeStoreFence(); // nothing that is changed inside is seen before that
    }
    return entered;
  }

  private void enterLater() {
    for (int tries = 1; !tryToEnter(); tries++) {
      if (tries % TRIES == 0) {
        LockSupport.parkNanos(this, SLEEP);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  public void leave() {
    PASSED.lazySet(this, passed + 1); // all that was changed inside is seen before
  }

  /** Begins to look from outside. */
  public long look() {
    return passed;
  }

  /** Whether nobody has been inside since, so that what was seen belongs together. */
  public boolean isStill(long since) {
    VarHandle.acquireFence(); // all was seen before
    return isEmpty(since) && since == passed;
  }

  private static boolean isEmpty(long passed) {
    return (passed & 1) == 0;
  }
}
