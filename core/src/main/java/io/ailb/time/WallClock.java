package io.ailb.time;

import java.time.Instant;

/** The date, for what people and providers call time: calendar days, {@code Retry-After} dates. */
@FunctionalInterface
public interface WallClock {
  Instant now();

  /** The JVM's clock. */
  static WallClock system() {
    return Instant::now;
  }
}
