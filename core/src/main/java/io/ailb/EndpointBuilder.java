package io.ailb;

import io.ailb.config.Node;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Describes an endpoint; see {@link LoadBalancerBuilder}. */
public final class EndpointBuilder {
  private final Node node = new Node();

  EndpointBuilder() {}

  /** Unique in its pool; by default {@code PROVIDER-1} and so on. */
  public EndpointBuilder name(String name) {
    Objects.requireNonNull(name, "name");
    return set("name", name);
  }

  /** One of openai, anthropic, gemini, azure-openai, openai-compatible. */
  public EndpointBuilder provider(String provider) {
    return set("provider", provider);
  }

  /** By default the provider's public URL. */
  public EndpointBuilder baseUrl(String url) {
    Objects.requireNonNull(url, "url");
    return set("baseUrl", url);
  }

  /** A key, or a reference such as <code>${OPENAI_API_KEY}</code>. */
  public EndpointBuilder apiKey(String key) {
    return set("apiKey", key);
  }

  /**
   * A source of keys that change. It is asked in the background: at the start, again while the key
   * is in use and a minute old, and at once after a refusal. It may block.
   */
  public EndpointBuilder apiKey(Supplier<String> keys) {
    return set("apiKey", keys);
  }

  /** Always send this model, whatever was requested. */
  public EndpointBuilder model(String model) {
    return set("model", model);
  }

  /** From requested models, or patterns, to the names to send. */
  public EndpointBuilder models(Map<String, String> models) {
    return set("models", models);
  }

  /** Share inside its tier; 1 by default. */
  public EndpointBuilder weight(double weight) {
    return set("weight", weight);
  }

  /** 1 to 9; higher ones are used only when no lower one can take a request. */
  public EndpointBuilder tier(int tier) {
    return set("tier", tier);
  }

  /**
   * Sets any key of an endpoint in {@code docs/configuration.md}, such as {@code limits.rpm}.
   *
   * @param value a text as in a file, a number, truth value, {@code Duration}, collection, array,
   *     map or null
   */
  public EndpointBuilder set(String path, @Nullable Object value) {
    Objects.requireNonNull(path, "path");
    node.set(path, value);
    return this;
  }

  Node node() {
    return node;
  }
}
