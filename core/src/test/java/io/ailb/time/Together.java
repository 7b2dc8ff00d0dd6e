package io.ailb.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Several threads that begin at the same instant, as often as wanted. */
public final class Together {
  /** {@code -Dailb.rounds=N} for N times as many rounds as in every build. */
  public static final int ROUNDS = Integer.getInteger("ailb.rounds", 1);

  private Together() {}

  /**
   * Each of {@code threads} does {@code work}; begins again when all are done, {@code rounds}
   * times.
   *
   * @param work gets the thread's number
   * @param after of each round, on one of the threads
   */
  public static void run(int threads, int rounds, IntConsumer work, Runnable after)
      throws Exception {
    CyclicBarrier begin = new CyclicBarrier(threads);
    CyclicBarrier end = new CyclicBarrier(threads, after);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        all.add(
            () -> {
              for (int round = 0; round < rounds; round++) {
                begin.await(30, TimeUnit.SECONDS);
                work.accept(number);
                end.await(30, TimeUnit.SECONDS);
              }
              return null;
            });
      }
      for (Future<Void> one : executor.invokeAll(all)) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
