package io.ailb.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Who is interrupted while a socket is silent does not notice before something comes, and until
 * then a provider works for nobody. So one thread for all looks whether any of those who wait was,
 * and cancels its call. It ends when nobody has waited for a while: it must not keep the loader of
 * an application that is gone.
 *
 * <p>This is one call and whoever waits for it, for one thread at a time. As a stream is waited for
 * again and again, it stays on the list of those that are looked at until it was seen idle a few
 * times, and who begins and ends to wait takes no lock. What else has to be looked at while it is
 * waited for is a head that may be late.
 */
final class Interrupts {
  private static final long LOOK_MILLIS = 25;

  /** Of many, each is looked at a little less often: a millisecond later for so many. */
  private static final int MANY = 200;

  private static final long LATER_MILLIS = 50;

  /** Who was interrupted is looked at again after so long: he may have found out by himself. */
  private static final long GRACE_MILLIS = 5;

  /**
   * Who sleeps, as at a queue of OkHttp's, and not in a read, finds out by himself as soon as he
   * gets a processor, unless he does not care: he is looked at so often.
   */
  private static final int LOOKS_AT_SLEEPERS = 10;

  private static final int IDLE_LOOKS = 200;

  /** So often nobody is seen waiting for a call before it is taken off the list. */
  private static final int CALL_IDLE_LOOKS = 40;

  private static final Set<Interrupts> LIST = ConcurrentHashMap.newKeySet();
  private static final Object LOCK = new Object();
  private static final VarHandle TURN;

  static {
    try {
      TURN = MethodHandles.lookup().findVarHandle(Interrupts.class, "turn", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whether somebody looks; set under the lock, and read again by who has just begun. */
  private static volatile boolean watched;

  private final Call call;

  /** Who waits, or did last. */
  private @Nullable Thread thread;

  /** Odd while it waits, and another one for each wait; written by that thread only. */
  private int turn;

  /** Whether its call was cancelled for it; written by who looks. */
  private volatile boolean cancelled;

  /** Written under the lock of this. */
  private volatile boolean listed;

  // Of who looks.
  private int idle;

  /** The wait in which it was seen to be interrupted, and how often; 0 = none. */
  private int interrupted;

  private int interruptedLooks;

  /** Whether it slept when that was first seen. */
  private boolean sleeps;

  /** What is waited for; null = something else. */
  private volatile @Nullable LateHead head;

  Interrupts(Call call) {
    this.call = call;
  }

  /** This thread begins to wait until the network says something. */
  void begins() {
    Thread current = Thread.currentThread();
    if (thread != current) { // collectors have work with each reference that is written
      thread = current;
    }
    TURN.setRelease(this, (turn + 1) | 1);
    if (!listed) {
      list();
    }
  }

  /** It has waited. From now on its thread may be interrupted for somebody else. */
  void ends() {
    TURN.setRelease(this, (turn + 1) & ~1);
  }

  /** What is waited for is this head; null = it is no longer. */
  void awaits(@Nullable LateHead awaited) {
    head = awaited;
  }

  /** Nobody waits for it any more: who calls often would make a long list. */
  synchronized void over() {
    thread = null;
    if (listed) {
      listed = false;
      LIST.remove(this);
    }
  }

  /**
   * What to throw where waiting failed with this; whoever was interrupted stays so, as in OkHttp.
   */
  IOException why(IOException failure) {
    if (!cancelled) {
      return failure;
    }
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(failure);
    return interrupted;
  }

  private void list() {
    synchronized (this) {
      listed = true;
      LIST.add(this);
    }
    if (!watched) {
      watch();
    }
  }

  private static void watch() {
    synchronized (LOCK) {
      if (!watched) {
        Thread thread = new Thread(null, Interrupts::lookAtAll, "ai-lb-interrupts", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        watched = true;
        thread.start();
      }
    }
  }

  private static void lookAtAll() {
    int idle = 0;
    while (true) {
      idle = LIST.isEmpty() ? idle + 1 : 0;
      if (idle > IDLE_LOOKS) {
        watched = false;
        if (LIST.isEmpty() || !resumes()) {
          return; // who began after that sees that nobody looks
        }
      }
      long now = System.nanoTime();
      boolean soon = false;
      for (Interrupts each : LIST) {
        soon |= each.look(now);
      }
      long later = LOOK_MILLIS + Math.min(LATER_MILLIS, LIST.size() / MANY);
      try {
        TimeUnit.MILLISECONDS.sleep(soon ? GRACE_MILLIS : later);
      } catch (InterruptedException e) {
        // Nobody has a reason to.
      }
    }
  }

  /** Somebody came in between; false if another thread looks already. */
  private static boolean resumes() {
    synchronized (LOCK) {
      boolean mine = !watched;
      watched = true;
      return mine;
    }
  }

  /** Returns whether it is to be looked at again soon. */
  private boolean look(long now) {
    int seen = (int) TURN.getAcquire(this);
    if ((seen & 1) == 0) {
      rest();
      return false;
    }
    idle = 0;
    if (!listed) {
      list(); // it began when it was about to be taken off
    }
    Thread waiting = thread;
    // Told before it may be woken: from then on it runs, though perhaps on no processor yet.
    boolean asleep = waiting != null && waiting.getState() != Thread.State.RUNNABLE;
    // Interrupted in this very wait, and not for somebody else after it.
    boolean found =
        !cancelled
            && waiting != null
            && waiting.isInterrupted()
            && (int) TURN.getAcquire(this) == seen;
    boolean again = found && interrupted == seen;
    sleeps = again ? sleeps : asleep;
    interruptedLooks = again ? interruptedLooks + 1 : 0;
    interrupted = found ? seen : 0;
    boolean late = found && interruptedLooks >= (sleeps ? LOOKS_AT_SLEEPERS : 1);
    if (late) {
      cancelled = true;
      call.cancel();
    }
    LateHead awaited = head;
    if (awaited != null) {
      awaited.look(now);
    }
    return found && !late;
  }

  /**
   * Nobody waits for it. It is taken off the list one look after that was announced: until then it
   * was seen who had begun without having seen that.
   */
  private synchronized void rest() {
    idle++;
    if (idle == CALL_IDLE_LOOKS) {
      listed = false;
    } else if (idle > CALL_IDLE_LOOKS) {
      idle = 0;
      if (!listed) {
        LIST.remove(this);
      }
    }
  }
}
