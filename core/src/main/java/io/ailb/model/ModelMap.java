package io.ailb.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models an endpoint serves, and under which names. A requested name finds its own entry
 * first, then the patterns in the order written, then {@code *}. Immutable.
 */
public final class ModelMap {
  private static final ModelMap UNCHANGED = new ModelMap(Map.of(), false);

  private final Map<String, ModelTarget> entries;
  private final Map<String, ModelTarget> exact = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private final @Nullable ModelTarget rest;
  private final boolean mapped;

  private record Pattern(Glob glob, ModelTarget target) {}

  private ModelMap(Map<String, ModelTarget> entries, boolean mapped) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    ModelTarget rest = null;
    for (Map.Entry<String, ModelTarget> entry : entries.entrySet()) {
      Glob glob = Glob.of(entry.getKey());
      if (entry.getKey().equals(ModelTarget.AS_REQUESTED)) {
        rest = entry.getValue();
      } else if (glob.isLiteral()) {
        exact.put(entry.getKey(), entry.getValue());
      } else {
        patterns.add(new Pattern(glob, entry.getValue()));
      }
    }
    this.rest = mapped ? rest : ModelTarget.of(ModelTarget.AS_REQUESTED);
    this.mapped = mapped;
  }

  /** Every model under its own name, for callers of the endpoint's own dialect. */
  public static ModelMap unchanged() {
    return UNCHANGED;
  }

  /** One name whatever was requested. */
  public static ModelMap always(ModelTarget target) {
    return new ModelMap(Map.of(ModelTarget.AS_REQUESTED, target), true);
  }

  /**
   * From requested names or patterns to what is sent; the iteration order of {@code entries}
   * counts.
   */
  public static ModelMap of(Map<String, ModelTarget> entries) {
    return entries.isEmpty() ? UNCHANGED : new ModelMap(entries, true);
  }

  /** Whether names were stated: only then may callers of another dialect be served. */
  public boolean isMapped() {
    return mapped;
  }

  /** What was stated, in its order: requested names or patterns, and what becomes of them. */
  public Map<String, ModelTarget> entries() {
    return entries;
  }

  /** What becomes of {@code requested}, or null if it is not served. */
  public @Nullable ModelTarget target(String requested) {
    ModelTarget target = exact.get(requested);
    if (target != null) {
      return target.forRequested(requested);
    }
    for (Pattern pattern : patterns) {
      if (pattern.glob.matches(requested)) {
        return pattern.target.forRequested(requested);
      }
    }
    return rest == null ? null : rest.forRequested(requested);
  }
}
