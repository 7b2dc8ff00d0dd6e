package io.ailb.agent.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A first configuration for the keys that are there, with comments for who reads it. */
final class Starter {
  private static final String ANOTHER =
      "        # models: {\"%s\": %s}   # which model stands in for which";

  private final Map<String, List<Endpoint>> pools = new LinkedHashMap<>();

  /** An endpoint, by the name of its key's variable. */
  record Endpoint(String name, KnownProvider known, String variable) {}

  private Starter() {}

  /** For the keys in this environment. */
  static Starter of(Map<String, String> environment) {
    Starter starter = new Starter();
    for (KnownProvider known : KnownProvider.ALL) {
      starter.add(known, known.keysIn(environment));
    }
    return starter;
  }

  /** For keys that are not there yet. */
  static Starter example() {
    Starter starter = new Starter();
    starter.add(KnownProvider.ALL.get(0), Set.of("OPENAI_API_KEY"));
    return starter;
  }

  private void add(KnownProvider known, Set<String> variables) {
    int number = 0;
    for (String variable : variables) {
      number++;
      String name = variables.size() == 1 ? known.id() : known.id() + "-" + number;
      pools
          .computeIfAbsent(known.pool(), made -> new ArrayList<>())
          .add(new Endpoint(name, known, variable));
    }
  }

  boolean isEmpty() {
    return pools.isEmpty();
  }

  /** What it has, a line for each pool. */
  List<String> inWords() {
    List<String> lines = new ArrayList<>();
    pools.forEach(
        (pool, endpoints) ->
            lines.add(
                "pool "
                    + pool
                    + ": "
                    + String.join(
                        ", ",
                        endpoints.stream()
                            .map(e -> e.name() + " (" + e.variable() + ")")
                            .toList())));
    return lines;
  }

  String yaml() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# What ai-lb does with your LLM calls. All keys and their defaults: docs/configuration.md;");
    lines.add(
        "# `java -jar ai-lb.jar validate ai-lb.yaml` checks this file, `explain` and `simulate` try it out.");
    lines.add(
        "# Keys are referred to by the names of their variables; their values do not belong here.");
    lines.add("version: 1");
    lines.add("pools: # the first pool that takes a request's host and model gets it");
    pools.forEach((pool, endpoints) -> pool(pool, endpoints, lines));
    return String.join("\n", lines) + "\n";
  }

  private static void pool(String name, List<Endpoint> endpoints, List<String> lines) {
    lines.add("  - name: " + name);
    lines.add("    endpoints:");
    for (Endpoint endpoint : endpoints) {
      KnownProvider known = endpoint.known();
      lines.add("      - name: " + endpoint.name());
      lines.add("        provider: " + known.provider());
      known.lines().forEach(line -> lines.add("        " + line));
      lines.add("        apiKey: ${" + endpoint.variable() + "}");
      lines.add(
          "        # limits: {rpm: 500, tpm: 200k}   # as your account page says; else they are learned");
      boolean second = count(endpoints, known) > 1;
      if (second) {
        lines.add(
            "        # quotaGroup: "
                + known.id()
                + "   # if this key is of the same organisation as another");
      }
      standIn(known, endpoints, lines);
    }
    lines.add(
        "    # routing: {strategy: adaptive}   # or weighted, round-robin, cheapest, ordered, ...");
    lines.add("    # retries: {maxAttempts: 4}");
    lines.add(
        "    # queue: {maxWait: 60s}           # how long a request waits when all limits are reached");
  }

  private static long count(List<Endpoint> endpoints, KnownProvider known) {
    return endpoints.stream().filter(e -> e.known().equals(known)).count();
  }

  /** Others serve callers of another dialect only where their models are named. */
  private static void standIn(KnownProvider known, List<Endpoint> endpoints, List<String> lines) {
    if (count(endpoints, known) == endpoints.size()) {
      return;
    }
    switch (known.id()) {
      case "anthropic" -> lines.add(ANOTHER.formatted("gpt-*", "claude-haiku-4-5"));
      case "gemini" -> lines.add(ANOTHER.formatted("gpt-*", "gemini-2.5-flash"));
      default -> {}
    }
    if (!known.id().equals("openai")) {
      lines.add("        # tier: 2                        # only when the others can take nothing");
    }
  }
}
