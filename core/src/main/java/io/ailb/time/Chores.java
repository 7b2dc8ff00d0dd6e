package io.ailb.time;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where slow work goes that nobody waits for: asking a key's supplier, looking at a file. Daemon
 * threads, started on demand and gone when idle.
 */
public final class Chores {
  private static final int MAX_UNTOLD = 1_000;

  private static final Executor SYSTEM = executor();

  private Chores() {}

  /** The threads for slow work of the whole JVM. */
  public static Executor system() {
    return SYSTEM;
  }

  /**
   * One thread for what has to be told in order. Whoever listens too slowly for what there is to
   * tell loses some of it.
   */
  public static Executor inOrder() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_UNTOLD),
            DaemonThreads.named("ai-lb-news"),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static Executor executor() {
    // A thread each: a source of keys that blocks must not keep others waiting. There are as many
    // at
    // most as sources, each of which is asked by one at a time, and a few for other chores.
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        DaemonThreads.named("ai-lb-chores"));
  }
}
