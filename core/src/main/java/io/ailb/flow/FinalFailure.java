package io.ailb.flow;

import io.ailb.model.HttpFields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The head of a failure that is the request's end: the client's own loop is told not to begin it
 * all over again, and when it may. What a provider said of itself alone is no longer true of the
 * pool.
 */
final class FinalFailure {
  private FinalFailure() {}

  /**
   * What goes out instead of {@code headers}.
   *
   * @param comeback null = nobody can say, and what the provider said stays
   */
  static HttpFields head(HttpFields headers, @Nullable Duration comeback) {
    HttpFields.Builder head = headers.toBuilder().set("x-should-retry", "false");
    if (comeback != null) {
      head.remove("retry-after-ms").set("retry-after", Long.toString(comeback.toSeconds()));
    }
    return head.build();
  }
}
