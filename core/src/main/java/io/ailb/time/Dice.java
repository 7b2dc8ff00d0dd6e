package io.ailb.time;

import java.util.concurrent.ThreadLocalRandom;

/** Randomness for choices and jitter. Thread-safe. */
@FunctionalInterface
public interface Dice {
  /** Uniform in [0, 1). */
  double roll();

  /** The JVM's per-thread generator. */
  static Dice system() {
    return () -> ThreadLocalRandom.current().nextDouble();
  }
}
