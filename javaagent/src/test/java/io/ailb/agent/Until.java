package io.ailb.agent;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what happens in another process: in real time. */
final class Until {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LOOK_MILLIS = 10;

  private Until() {}

  /** Returns as soon as it is. */
  static void isTrue(BooleanSupplier condition) throws InterruptedException {
    for (int waited = 0; !condition.getAsBoolean(); waited += LOOK_MILLIS) {
      if (waited >= PATIENCE_MILLIS) {
        throw new AssertionError("it never came to be");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
