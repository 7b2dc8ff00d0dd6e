package io.ailb.observe;

import io.ailb.model.Dialect;
import io.ailb.model.Outcome;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A try on an endpoint is over.
 *
 * @param request tells the requests of this process apart
 * @param model that was sent
 * @param number of the try, from 1
 * @param reworded null = it got the caller's own words, perhaps with the beginning of an answer to
 *     go on with
 * @param cost in the endpoint's currency
 */
public record AttemptEnded(
    String request,
    String pool,
    String endpoint,
    String model,
    int number,
    @Nullable Reworded reworded,
    Outcome outcome,
    double cost) {

  /**
   * A request that was said in another dialect, or in the same without some of its fields.
   *
   * @param from the caller's
   * @param to the endpoint's
   * @param dropped names of the fields that were left out
   */
  public record Reworded(Dialect from, Dialect to, Set<String> dropped) {
    public Reworded {
      dropped = Collections.unmodifiableSet(new LinkedHashSet<>(dropped));
    }

    /** Whether the endpoint speaks another dialect than the caller. */
    public boolean isTranslated() {
      return from != to;
    }
  }
}
