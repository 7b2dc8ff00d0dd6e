package io.ailb.flow;

import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.recognise.Recogniser;
import io.ailb.select.Holding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All pools, in the order of the configuration. Immutable: a reload swaps it whole. */
public record Switchboard(Engine engine, List<Destination> destinations) {
  /** Where nobody listens: no endpoint takes a key of its caller from here. */
  private static final Origin NOWHERE = new Origin("https", "ai-lb.invalid", 443);

  /** Whether a request to this host may be for a pool, whatever its path. */
  public boolean takesFrom(String host, int port) {
    for (int i = 0; i < destinations.size(); i++) {
      if (destinations.get(i).match().origin(host, port)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Opens a request to this address, if it may be for a pool; else null, at once and without
   * allocating anything.
   *
   * @param scheme {@code https} or {@code http}
   * @param host lower case
   * @param path without the query
   * @param observing whether requests are only looked at
   */
  public @Nullable Opening begin(
      String scheme, String host, int port, String path, boolean observing) {
    Operation operation = Recogniser.operation(path);
    if (operation == null) {
      return observing || engine.holdings().isEmpty() ? null : kept(scheme, host, port, path);
    }
    List<Destination> matching = matching(host, port, path);
    return matching == null
        ? null
        : new Opening(
            engine, matching, operation, new Origin(scheme, host, port), null, false, observing);
  }

  /**
   * Opens a request to the pool of this name, wherever the pool takes requests from otherwise.
   *
   * @param path whose end says what is asked, such as {@code /v1/chat/completions}
   * @return null if the path says nothing that a pool could do
   * @throws IllegalArgumentException if there is no such pool
   */
  public @Nullable Opening begin(String pool, String path) {
    List<Destination> named =
        destinations.stream().filter(d -> d.pool().settings().name().equals(pool)).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "no pool is named \"%s\"; there is %s"
              .formatted(
                  pool,
                  destinations.stream()
                      .map(d -> "\"" + d.pool().settings().name() + "\"")
                      .collect(Collectors.joining(", "))));
    }
    Operation operation = Recogniser.operation(path);
    return operation == null
        ? null
        : new Opening(engine, named, operation, NOWHERE, null, true, false);
  }

  private @Nullable List<Destination> matching(String host, int port, String path) {
    List<Destination> matching = null;
    for (int i = 0; i < destinations.size(); i++) {
      Destination destination = destinations.get(i);
      if (destination.match().address(host, port, path)) {
        if (destinations.size() == 1) {
          return destinations;
        }
        matching = matching == null ? new ArrayList<>(destinations.size()) : matching;
        matching.add(destination);
      }
    }
    return matching;
  }

  /** Opens a request that is about something which an endpoint keeps; null if none is known to. */
  private @Nullable Opening kept(String scheme, String host, int port, String path) {
    Recogniser.Kept kept = Recogniser.kept(path);
    Holding holding = kept == null ? null : engine.holdings().of(List.of(kept.id()));
    if (holding == null) {
      return null;
    }
    List<Destination> matching = matching(host, port, path);
    return matching == null
        ? null
        : new Opening(
            engine, matching, holding.keptBy(), new Origin(scheme, host, port), kept, false, false);
  }
}
