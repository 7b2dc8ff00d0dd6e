package io.ailb.profile;

import io.ailb.model.Capabilities;
import io.ailb.model.CapabilityChanges;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect offers.
 *
 * @param newest in the newest version of its API
 * @param versions where older versions differ
 */
record KnownDialect(Capabilities newest, Map<String, CapabilityChanges> versions) {
  KnownDialect {
    versions = Map.copyOf(versions);
  }

  /** What it offers in a version of its API; null = the newest. */
  Capabilities capabilities(@Nullable String version) {
    return version == null
        ? newest
        : versions.getOrDefault(version, CapabilityChanges.NONE).on(newest);
  }
}
