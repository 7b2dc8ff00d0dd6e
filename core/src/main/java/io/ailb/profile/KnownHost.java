package io.ailb.profile;

import io.ailb.model.CapabilityChanges;
import io.ailb.model.Glob;
import java.util.List;

/**
 * Habits of a host.
 *
 * @param id as in {@code profile} of the configuration
 * @param at hosts, or hosts with their ports, where they are found
 * @param selfHosted whether it is a server on machines of one's own, as far as is known
 */
record KnownHost(String id, List<Glob> at, CapabilityChanges changes, boolean selfHosted) {
  KnownHost {
    at = List.copyOf(at);
  }

  /** A host that does all that its dialect offers. */
  static KnownHost plain(String id) {
    return new KnownHost(id, List.of(), CapabilityChanges.NONE, false);
  }

  boolean isAt(String host) {
    for (Glob glob : at) {
      if (glob.matches(host)) {
        return true;
      }
    }
    return false;
  }
}
