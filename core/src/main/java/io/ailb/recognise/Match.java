package io.ailb.recognise;

import io.ailb.model.Glob;
import io.ailb.model.HttpFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a pool takes over. All conditions that are given must hold; a condition holds if
 * any of its patterns fits. Immutable.
 *
 * @param knownHosts the hosts of the pool's endpoints and of their providers: what counts where
 *     {@code hosts} is null
 * @param hosts patterns of a host, with or without {@code :port}; null = the known ones
 * @param paths null = every path of an operation that can be read
 * @param models what the caller asked for; null = what some endpoint serves
 * @param headers name to pattern
 */
public record Match(
    Set<String> knownHosts,
    @Nullable List<Glob> hosts,
    @Nullable List<Glob> paths,
    @Nullable List<Glob> models,
    Map<String, Glob> headers,
    Exclusion exclude) {

  /** What is never taken over, whatever the rest says. */
  public record Exclusion(List<Glob> hosts, List<Glob> paths, List<Glob> models) {
    public static final Exclusion NOTHING = new Exclusion(List.of(), List.of(), List.of());
  }

  /** Whether a request to this host and path may be the pool's. Allocates nothing by default. */
  public boolean address(String host, int port, String path) {
    return origin(host, port) && (paths == null || any(paths, path)) && !any(exclude.paths, path);
  }

  /** Whether a request to this host may be the pool's, whatever its path. */
  public boolean origin(String host, int port) {
    boolean here = hosts == null ? knownHosts.contains(host) : anyHost(hosts, host, port);
    return here && (exclude.hosts.isEmpty() || !anyHost(exclude.hosts, host, port));
  }

  /** Whether a request for this model with these headers is the pool's. */
  public boolean content(@Nullable String model, HttpFields requestHeaders) {
    if (model != null && !model(model)) {
      return false;
    }
    if (headers.isEmpty()) {
      return true;
    }
    for (Map.Entry<String, Glob> wanted : headers.entrySet()) {
      String value = requestHeaders.first(wanted.getKey());
      if (value == null || !wanted.getValue().matches(value)) {
        return false;
      }
    }
    return true;
  }

  private boolean model(String model) {
    return (models == null || any(models, model)) && !any(exclude.models, model);
  }

  private static boolean anyHost(List<Glob> globs, String host, int port) {
    return any(globs, host) || any(globs, host + ":" + port);
  }

  private static boolean any(List<Glob> globs, String text) {
    for (int i = 0; i < globs.size(); i++) { // an iterator would be all that is allocated
      if (globs.get(i).matches(text)) {
        return true;
      }
    }
    return false;
  }
}
