package io.ailb.jdkhttp;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread that waits in {@code send}. Meanwhile it does what may block, such as sending the
 * tries: {@code sendAsync} of the JDK's client completes each of them on another thread, which is a
 * new one each time on machines with two processors or fewer.
 */
final class WaitingThread implements Executor {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Does on this thread what there is to do, until {@code awaited} is done. */
  void attend(CompletableFuture<?> awaited) throws InterruptedException {
    var unused = awaited.whenComplete((result, failure) -> execute(() -> {}));
    while (!awaited.isDone()) {
      tasks.take().run();
    }
  }
}
