package io.ailb.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;

/**
 * Who is interrupted while a socket is silent does not notice before something comes, and until
 * then a provider works for nobody. So one thread for all looks whether any of those who wait was,
 * and cancels its call. It ends when nobody has waited for a while: it must not keep the loader of
 * an application that is gone.
 */
final class Interrupts {
  private static final long LOOK_MILLIS = 25;
  private static final int IDLE_LOOKS = 200;

  private static final Set<Wait> WAITS = ConcurrentHashMap.newKeySet();
  private static final Object LOCK = new Object();

  /** Whether somebody looks; written under the lock, and read again by who has just begun. */
  private static volatile boolean watched;

  private Interrupts() {}

  /** Something that may take until the network says something. */
  @FunctionalInterface
  interface Blocking<T> {
    T run() throws IOException;
  }

  /**
   * Does it, on this thread.
   *
   * @throws InterruptedIOException if that was interrupted; it stays so, as OkHttp has it
   */
  static <T> T noticed(Call call, Blocking<T> work) throws IOException {
    Wait wait = new Wait(Thread.currentThread(), call);
    WAITS.add(wait);
    try {
      if (!watched) {
        watch();
      }
      return work.run();
    } catch (IOException e) {
      throw wait.isCancelled() ? interrupted(e) : e;
    } finally {
      WAITS.remove(wait);
      wait.ends();
    }
  }

  private static IOException interrupted(IOException cause) {
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  private static void watch() {
    synchronized (LOCK) {
      if (!watched) {
        Thread thread = new Thread(null, Interrupts::look, "ai-lb-interrupts", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        watched = true;
        thread.start();
      }
    }
  }

  private static void look() {
    int idle = 0;
    while (true) {
      idle = WAITS.isEmpty() ? idle + 1 : 0;
      if (idle > IDLE_LOOKS) {
        watched = false;
        if (WAITS.isEmpty() || !resumes()) {
          return; // who began after that sees that nobody looks
        }
      }
      WAITS.forEach(Wait::look);
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
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

  /** One thread in one silence. Not a record: two of a thread are two. */
  private static final class Wait {
    private final Thread thread;
    private final Call call;
    private boolean ended;
    private boolean cancelled;

    private Wait(Thread thread, Call call) {
      this.thread = thread;
      this.call = call;
    }

    private synchronized void look() {
      if (!ended && !cancelled && thread.isInterrupted()) {
        cancelled = true;
        call.cancel();
      }
    }

    private synchronized boolean isCancelled() {
      return cancelled;
    }

    /** From now on its thread may be interrupted for somebody else. */
    private synchronized void ends() {
      ended = true;
    }
  }
}
