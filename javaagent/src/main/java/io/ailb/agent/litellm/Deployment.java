package io.ailb.agent.litellm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model at a provider, as one item of {@code model_list} names it.
 *
 * @param at where it stands
 * @param path such as {@code model_list[3]}
 * @param group what callers ask for
 * @param name of the endpoint, where the file gives one
 * @param litellm LiteLLM's name of the provider
 * @param sent the model's name at the provider; {@code *} = as requested
 * @param settings ours of the endpoint: provider, key, URL and so on, in order
 * @param limits rpm, tpm; what all endpoints of one key share
 * @param concurrency calls at once; null = any number
 * @param order LiteLLM's; null = none
 */
record Deployment(
    Written at,
    String path,
    String group,
    @Nullable String name,
    String litellm,
    String sent,
    Map<String, Object> settings,
    Map<String, Object> limits,
    @Nullable Object concurrency,
    @Nullable Integer order) {

  /** Who the provider counts it for. */
  List<Object> account() {
    Object key = settings.get("apiKey");
    Object url = settings.get("baseUrl");
    return List.of(
        settings.getOrDefault("provider", ""), key == null ? path : key, url == null ? "" : url);
  }

  /**
   * The endpoint in our words.
   *
   * @param models requested names to the one that is sent
   * @param agreed the limits of its account
   */
  Map<String, Object> endpoint(
      String endpointName, Map<String, Object> models, Map<String, Object> agreed, int tier) {
    Map<String, Object> endpoint = new LinkedHashMap<>();
    endpoint.put("name", endpointName);
    endpoint.putAll(settings);
    endpoint.put("models", models);
    Map<String, Object> all = new LinkedHashMap<>(agreed);
    if (concurrency != null) {
      all.put("concurrency", concurrency);
    }
    if (!all.isEmpty()) {
      endpoint.put("limits", all);
    }
    if (tier != 1) {
      endpoint.put("tier", tier);
    }
    return endpoint;
  }
}
