package io.ailb.agent.litellm;

import io.ailb.agent.litellm.Written.Members;
import io.ailb.agent.litellm.Written.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes our configuration of LiteLLM's: a pool for each model group, an endpoint for each
 * deployment, a tier for each order and for each group to fall back to.
 */
public final class Conversion {
  private static final int LAST_TIER = 9;

  private final String file;
  private final @Nullable String gateway;
  private final Notes notes = new Notes();
  private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
  private final Map<String, List<String>> aliases = new LinkedHashMap<>();
  private final Map<List<Object>, Map<String, Object>> limits = new LinkedHashMap<>();
  private final Set<String> poolNames = new TreeSet<>();

  /**
   * What became of it.
   *
   * @param yaml ours; null = there was nothing that could be carried over
   * @param notes what could not, each with its place in the file
   */
  public record Imported(@Nullable String yaml, List<String> notes) {}

  /**
   * The file cannot be read at all. The message has the place, and nothing of the text, which may
   * hold keys.
   */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  private Conversion(String file, @Nullable String gateway) {
    this.file = file;
    this.gateway = gateway;
  }

  /**
   * Reads a configuration.
   *
   * @param file stands for it in notes
   * @param gateway where the application reaches LiteLLM, {@code HOST} or {@code HOST:PORT}; null =
   *     it asks the providers' own hosts
   */
  public static Imported of(String file, String text, @Nullable String gateway) throws Unreadable {
    try {
      return new Conversion(file, gateway).read(YamlSource.read(text));
    } catch (YamlSource.NotReadable e) {
      throw new Unreadable(file + ":" + e.getMessage());
    }
  }

  private Imported read(Members root) {
    for (Deployment deployment : new Deployments(notes).read(root.items("model_list"))) {
      groups.computeIfAbsent(deployment.group(), made -> new ArrayList<>()).add(deployment);
    }
    Members router = root.members("router_settings");
    Members library = root.members("litellm_settings");
    aliases(router.members("model_group_alias"));
    agreeOnLimits();
    Settings settings = new Settings(notes, router, library);
    Fallbacks fallbacks = new Fallbacks(notes, groups.keySet(), router, library);
    List<Map<String, Object>> pools = new ArrayList<>();
    groups.keySet().stream()
        .sorted(Comparator.comparing(Conversion::isPattern)) // who asks by name is not for patterns
        .forEach(group -> pools.add(pool(group, fallbacks.of(group), settings)));
    rest(router, "router_settings");
    rest(library, "litellm_settings");
    for (String section : root.rest()) {
      Written value = root.values().get(section);
      if (value != null) {
        String names =
            value instanceof Members members
                ? " (" + String.join(", ", members.values().keySet()) + ")"
                : "";
        notes.add(value, section, NoCounterpart.ofSection(section) + names);
      }
    }
    return new Imported(pools.isEmpty() ? null : yaml(pools), notes.lines(file));
  }

  private static boolean isPattern(String group) {
    return group.contains("*");
  }

  private void rest(Members members, String path) {
    for (String name : members.rest()) {
      Written value = members.values().get(name);
      if (value != null) {
        notes.add(value, path + "." + name, NoCounterpart.ofSetting(name));
      }
    }
  }

  private void aliases(Members written) {
    written
        .values()
        .forEach(
            (alias, value) -> {
              Text group = value instanceof Members members ? members.text("model") : null;
              String name =
                  group != null ? group.text() : value instanceof Text text ? text.text() : "";
              if (groups.containsKey(name)) {
                aliases.computeIfAbsent(name, made -> new ArrayList<>()).add(alias);
              } else {
                notes.add(
                    value, "router_settings.model_group_alias", "left out: no such group is left");
              }
            });
  }

  /** Providers count a key's models apart, but a key has one set of limits with us. */
  private void agreeOnLimits() {
    Set<List<Object>> told = new LinkedHashSet<>();
    for (List<Deployment> group : groups.values()) {
      for (Deployment deployment : group) {
        Map<String, Object> mine = deployment.limits();
        Map<String, Object> agreed = limits.get(deployment.account());
        if (agreed == null) {
          limits.put(deployment.account(), mine);
        } else if (!mine.isEmpty() && !mine.equals(agreed)) {
          limits.put(deployment.account(), agreed.isEmpty() ? mine : smaller(agreed, mine));
          if (!agreed.isEmpty() && told.add(deployment.account())) {
            notes.add(
                deployment.at(),
                deployment.path(),
                "one key has other limits here than above: ours are by key and each model counted"
                    + " alone, so the smallest were taken; what answers announce corrects them");
          }
        }
      }
    }
  }

  private static Map<String, Object> smaller(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> smaller = new LinkedHashMap<>(one);
    other.forEach(
        (name, value) ->
            smaller.merge(
                name,
                value,
                (a, b) -> a instanceof Integer x && b instanceof Integer y ? Math.min(x, y) : a));
    return smaller;
  }

  // Pools.

  private Map<String, Object> pool(String group, List<String> fallbacks, Settings settings) {
    List<String> requested = new ArrayList<>();
    requested.add(group);
    requested.addAll(aliases.getOrDefault(group, List.of()));
    Map<String, Integer> names = new LinkedHashMap<>();
    List<Map<String, Object>> endpoints = new ArrayList<>();
    int tier = endpoints(own(group), requested, 1, names, endpoints);
    for (String fallback : fallbacks) {
      if (tier >= LAST_TIER) {
        Deployment first = own(group).get(0);
        notes.add(
            first.at(),
            first.path(),
            "more than nine steps to fall back to: the last ones are one");
      }
      tier = endpoints(own(fallback), requested, tier + 1, names, endpoints);
    }
    Map<String, Object> pool = new LinkedHashMap<>();
    pool.put("name", unique(group));
    List<String> hosts = hosts(endpoints);
    if (!hosts.isEmpty()) {
      pool.put("match", Map.of("hosts", hosts));
    }
    pool.put("endpoints", endpoints);
    pool.putAll(settings.of(fallbacks.size()));
    return pool;
  }

  private List<Deployment> own(String group) {
    return groups.getOrDefault(group, List.of());
  }

  /** Adds them from this tier on; returns the last one used. */
  private int endpoints(
      List<Deployment> deployments,
      List<String> requested,
      int firstTier,
      Map<String, Integer> names,
      List<Map<String, Object>> endpoints) {
    List<Integer> orders = deployments.stream().map(Conversion::order).distinct().sorted().toList();
    int last = firstTier;
    for (Deployment deployment : deployments) {
      int tier = Math.min(LAST_TIER, firstTier + orders.indexOf(order(deployment)));
      last = Math.max(last, tier);
      Map<String, Object> models = new LinkedHashMap<>();
      for (String name : requested) {
        models.put(name, deployment.sent());
      }
      endpoints.add(
          deployment.endpoint(
              name(deployment, names),
              models,
              limits.getOrDefault(deployment.account(), Map.of()),
              tier));
    }
    return last;
  }

  /** Those without one come after all others. */
  private static int order(Deployment deployment) {
    return deployment.order() == null ? Integer.MAX_VALUE : deployment.order();
  }

  private static String name(Deployment deployment, Map<String, Integer> names) {
    String base =
        deployment.name() == null ? deployment.litellm().replace('_', '-') : deployment.name();
    int number = names.merge(base, 1, Integer::sum);
    return deployment.name() != null && number == 1 ? base : base + "-" + number;
  }

  private String unique(String group) {
    String name = group.replace("*", "any").replaceAll("[^A-Za-z0-9_-]+", "-");
    name = name.substring(0, Math.min(60, name.length()));
    String unique = name;
    for (int i = 2; !poolNames.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  /** LiteLLM's callers speak OpenAI's dialect, to whoever answers. */
  private List<String> hosts(List<Map<String, Object>> endpoints) {
    if (gateway != null) {
      return List.of(gateway.toLowerCase(Locale.ROOT));
    }
    return endpoints.stream().anyMatch(e -> "openai".equals(e.get("provider")))
        ? List.of()
        : List.of("api.openai.com");
  }

  private String yaml(List<Map<String, Object>> pools) {
    StringBuilder text = new StringBuilder();
    text.append("# Made of LiteLLM's ")
        .append(file)
        .append(" by ai-lb: a pool for each model group.\n");
    text.append("# Check it with `validate`, try it out with `explain` and `simulate`.\n");
    text.append(
        gateway == null
            ? """
              # Requests to api.openai.com are taken over. Where your application's base URL is LiteLLM's,
              # import with --gateway HOST:PORT, or write that host into match.hosts.
              """
            : "# Requests to where LiteLLM was are taken over, and go to the providers directly.\n");
    text.append("version: 1\npools:\n");
    YamlText.items(pools, "  ", text);
    return text.toString();
  }
}
