package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a scenario may say, and where. Whoever mistypes a key would else simulate something that he
 * did not write. Keys that begin with an underscore are remarks.
 */
final class Keys {
  private static final String SIZE = "median sigma min max";

  /** By place; those below {@code checks} and {@code reference} have names of their own. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry(
              "", "id title description seed workload endpoints budget watch checks reference"),
          Map.entry("workload", "mode requests workers duration_s rate deadline_s tokens"),
          Map.entry("workload.tokens", "input output max_tokens"),
          Map.entry("workload.tokens.input", SIZE),
          Map.entry("workload.tokens.output", SIZE),
          Map.entry("budget", "amount horizon_s"),
          Map.entry("watch", "endpoint t0 t1"),
          Map.entry("endpoints[]", "name provider weight configured server price value"),
          Map.entry("endpoints[].configured", "rpm tpm rpd"),
          Map.entry("endpoints[].price", "in out"),
          Map.entry(
              "endpoints[].server",
              "enforcement window_phase_s burst_s rpm tpm rpd tpm_charge rejected_counts headers"
                  + " retry_after error_rate latency knee other_tenants phases"),
          Map.entry(
              "endpoints[].server.latency", "ttft_median_s ttft_sigma per_token_s reject_s knee"),
          Map.entry(
              "endpoints[].server.phases[]",
              "kind t0 t1 error_after_s error_rate error_from latency_x latency_from period_s"
                  + " down_share"));

  private Keys() {}

  /**
   * Sees to it that all keys of a scenario are known.
   *
   * @throws IllegalArgumentException if one is not, with its place and those that may stand there
   */
  static void check(JsonNode file) {
    check(file, "", "");
  }

  private static void check(JsonNode node, String place, String kind) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), place + "[" + i + "]", kind + "[]");
      }
    }
    String known = KNOWN.get(kind);
    if (known == null || !node.isObject()) {
      return;
    }
    TreeSet<String> names = new TreeSet<>(List.of(known.split(" ")));
    node.properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              if (!names.contains(key) && !key.startsWith("_")) {
                String where = place.isEmpty() ? "" : place + ": ";
                throw new IllegalArgumentException(
                    where + "unknown key \"" + key + "\"; what may stand here: " + names);
              }
              check(entry.getValue(), below(place, key), below(kind, key));
            });
  }

  private static String below(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }
}
