package io.ailb.agent.batch;

import io.ailb.client.BatchRun;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Ctrl-C, or whoever else ends this process in a friendly way: what is under way is awaited. */
final class Interruption implements AutoCloseable {
  /** To write down what came, once the rest is given up. */
  private static final long LAST_SECONDS = 5;

  private final BatchRun<?> run;
  private final Duration grace;
  private final Consumer<String> say;
  private final CountDownLatch written = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "ai-lb-batch-end");
  private volatile boolean came;
  private volatile int givenUp;

  Interruption(BatchRun<?> run, Duration grace, Consumer<String> say) {
    this.run = run;
    this.grace = grace;
    this.say = say;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted() {
    came = true;
    int inFlight = run.progress().inFlight();
    run.stop("it was interrupted");
    say.accept(
        "Interrupted: waiting for %,d requests in flight, at most %,d s."
            .formatted(inFlight, grace.toSeconds()));
    try {
      if (!written.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        givenUp = run.progress().inFlight();
        run.close();
        if (!written.await(LAST_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      run.close(); // nobody interrupts it
    }
  }

  /** Whether it did. */
  boolean came() {
    return came;
  }

  /** Requests in flight whose answers were not awaited. */
  int givenUp() {
    return givenUp;
  }

  /** All is written: the process may end. */
  @Override
  public void close() {
    written.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // it is ending
    }
  }
}
