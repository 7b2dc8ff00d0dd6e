package io.ailb.agent.litellm;

import io.ailb.agent.litellm.Written.Members;
import io.ailb.agent.litellm.Written.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** To which groups one falls back, in which order. */
final class Fallbacks {
  private final Notes notes;
  private final Set<String> groups;
  private final Map<String, Set<String>> byGroup = new LinkedHashMap<>();
  private final Set<String> ofAll = new LinkedHashSet<>();

  Fallbacks(Notes notes, Set<String> groups, Members router, Members library) {
    this.notes = notes;
    this.groups = groups;
    for (String name : List.of("fallbacks", "context_window_fallbacks")) {
      read(router.items(name), "router_settings." + name);
      read(library.items(name), "litellm_settings." + name);
    }
    all(router.items("default_fallbacks"), "router_settings.default_fallbacks", ofAll);
    all(library.items("default_fallbacks"), "litellm_settings.default_fallbacks", ofAll);
  }

  /** The groups to fall back to from this one. */
  List<String> of(String group) {
    Set<String> found = new LinkedHashSet<>(byGroup.getOrDefault(group, Set.of()));
    found.addAll(ofAll);
    found.remove(group);
    return new ArrayList<>(found);
  }

  private void read(List<Written> written, String path) {
    for (Written item : written) {
      if (item instanceof Members members) {
        members
            .values()
            .forEach(
                (group, to) -> {
                  List<Written> list =
                      to instanceof Written.Items items ? items.values() : List.of(to);
                  if (group.equals("*")) {
                    all(list, path, ofAll);
                  } else if (groups.contains(group)) {
                    all(list, path, byGroup.computeIfAbsent(group, made -> new LinkedHashSet<>()));
                  } else {
                    notes.add(to, path, "left out: no such group is left");
                  }
                });
      }
    }
  }

  private void all(List<Written> written, String path, Set<String> into) {
    for (Written item : written) {
      if (item instanceof Text text && groups.contains(text.text())) {
        into.add(text.text());
      } else {
        notes.add(item, path, "left out: no such group is left");
      }
    }
  }
}
