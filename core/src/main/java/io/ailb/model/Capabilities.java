package io.ailb.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What an endpoint can do with a model. Immutable.
 *
 * @param maxStops stop sequences at most; of meaning with {@link Feature#STOP}
 * @param reasoning of meaning with {@link Feature#REASONING}
 */
public record Capabilities(Set<Feature> features, int maxStops, ReasoningStyle reasoning) {
  public Capabilities {
    features = Set.copyOf(features);
  }

  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** The same with or without one feature. */
  public Capabilities with(Feature feature, boolean present) {
    EnumSet<Feature> changed = EnumSet.noneOf(Feature.class);
    changed.addAll(features);
    if (present) {
      changed.add(feature);
    } else {
      changed.remove(feature);
    }
    return new Capabilities(changed, maxStops, reasoning);
  }

  /** The same without some features. */
  public Capabilities without(Set<Feature> lacking) {
    if (Collections.disjoint(features, lacking)) {
      return this;
    }
    Set<Feature> left = new HashSet<>(features);
    left.removeAll(lacking);
    return new Capabilities(left, maxStops, reasoning);
  }
}
