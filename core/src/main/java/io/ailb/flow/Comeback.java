package io.ailb.flow;

import io.ailb.model.ErrorClass;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.select.Request;
import io.ailb.select.Tried;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When it makes sense for a request that failed to come again. */
final class Comeback {
  private Comeback() {}

  /**
   * The earliest that any endpoint of the pool could take it anew, in whole seconds, rounded up;
   * null if nobody can say. At least a second: who has just failed everywhere does not do better at
   * once.
   *
   * @param kind of what it failed of
   * @param notBefore of the ticker
   */
  static @Nullable Duration in(
      Pool pool, Request request, ErrorClass kind, long notBefore, long now) {
    if (kind == ErrorClass.RATE_LIMIT_IMPOSSIBLE) {
      return null; // no time helps
    }
    Tried nothing = new Tried(1);
    nothing.losesPatience();
    long earliest = Math.max(notBefore, pool.forecast().outlook(request, nothing, now).place());
    return earliest >= Obstacle.UNKNOWN
        ? null
        : Duration.ofSeconds(
            Math.max(1, TimeUnit.NANOSECONDS.toSeconds(earliest - now + 999_999_999L)));
  }
}
