package io.ailb.model;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where something differs from the {@link Capabilities} of what it belongs to: a host from its
 * dialect, a model from its host, an endpoint from all of them. Immutable.
 *
 * @param features those that it has and others have not, or the other way round
 * @param maxStops null = as before
 * @param reasoning null = as before
 */
public record CapabilityChanges(
    Map<Feature, Boolean> features,
    @Nullable Integer maxStops,
    @Nullable ReasoningStyle reasoning) {
  /** No difference. */
  public static final CapabilityChanges NONE = new CapabilityChanges(Map.of(), null, null);

  public CapabilityChanges {
    features = Map.copyOf(features);
  }

  // Written out: a record's own are put together when they first run, 15 ms of a first request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CapabilityChanges changes
        && features.equals(changes.features)
        && Objects.equals(maxStops, changes.maxStops)
        && reasoning == changes.reasoning;
  }

  @Override
  public int hashCode() {
    return Objects.hash(features, maxStops, reasoning);
  }

  /** Both, and these where they differ. */
  public CapabilityChanges over(CapabilityChanges others) {
    Map<Feature, Boolean> both = new HashMap<>(others.features);
    both.putAll(features);
    return new CapabilityChanges(
        both,
        maxStops == null ? others.maxStops : maxStops,
        reasoning == null ? others.reasoning : reasoning);
  }

  /** What becomes of {@code before}. */
  public Capabilities on(Capabilities before) {
    Set<Feature> changed = EnumSet.noneOf(Feature.class);
    changed.addAll(before.features());
    for (Map.Entry<Feature, Boolean> change : features.entrySet()) {
      if (change.getValue()) {
        changed.add(change.getKey());
      } else {
        changed.remove(change.getKey());
      }
    }
    return new Capabilities(
        changed,
        maxStops == null ? before.maxStops() : maxStops,
        reasoning == null ? before.reasoning() : reasoning);
  }
}
