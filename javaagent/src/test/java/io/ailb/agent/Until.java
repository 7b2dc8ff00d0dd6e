package io.ailb.agent;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens in another process: in real time. */
final class Until {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int LOOK_MILLIS = 10;

  private Until() {}

  /** Returns as soon as it is. */
  static void isTrue(BooleanSupplier condition) throws InterruptedException {
    isTrue(condition, () -> "it never came to be");
  }

  /** The same, with words for it if it never is. */
  static void isTrue(BooleanSupplier condition, Supplier<String> words)
      throws InterruptedException {
    for (int waited = 0; !condition.getAsBoolean(); waited += LOOK_MILLIS) {
      if (waited >= PATIENCE_MILLIS) {
        throw new AssertionError(words.get());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
