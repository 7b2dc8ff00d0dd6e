package io.ailb.profile;

import io.ailb.model.CapabilityChanges;
import io.ailb.model.Glob;
import io.ailb.model.Price;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model, or a family of models.
 *
 * @param at the hosts, by their ids, where this holds: the same name elsewhere may be another
 *     window at another price
 * @param contextWindow tokens; null = not known
 * @param maxOutput tokens; null = not known
 * @param dimensions of an embeddings model; null = not known
 * @param changes where it differs from what its host does
 */
record KnownModel(
    Set<String> at,
    List<Glob> names,
    @Nullable Long contextWindow,
    @Nullable Long maxOutput,
    @Nullable Integer dimensions,
    Price price,
    CapabilityChanges changes) {
  static final KnownModel UNKNOWN =
      new KnownModel(Set.of(), List.of(), null, null, null, Price.UNKNOWN, CapabilityChanges.NONE);

  KnownModel {
    at = Set.copyOf(at);
    names = List.copyOf(names);
  }

  boolean isAt(String host) {
    return at.contains(host);
  }

  boolean matches(String name) {
    for (Glob glob : names) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
