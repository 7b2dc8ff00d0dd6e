package io.ailb.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model at an endpoint before anything was asked there: by its configuration,
 * else by what is known of its host and the model.
 *
 * @param host whose habits the endpoint has: {@code groq}, {@code azure} and so on, {@code
 *     openai-compatible} where that is not known, {@code anthropic}, {@code gemini}
 * @param selfHosted whether that is a server on machines of one's own, as far as is known
 * @param capabilities in each dialect that the endpoint speaks
 * @param contextWindow tokens; null = not known
 * @param maxOutput tokens of one answer; null = not known
 * @param dimensions of the vectors of an embeddings model; null = not known, or another model
 * @param price {@link Price#UNKNOWN} where nothing is known
 */
public record ModelProfile(
    String host,
    boolean selfHosted,
    Map<Dialect, Capabilities> capabilities,
    @Nullable Long contextWindow,
    @Nullable Long maxOutput,
    @Nullable Integer dimensions,
    Price price) {
  public ModelProfile {
    capabilities = Map.copyOf(capabilities);
  }

  /**
   * What the model can do when asked in {@code dialect}.
   *
   * @throws IllegalArgumentException if the endpoint does not speak it
   */
  public Capabilities capabilities(Dialect dialect) {
    Capabilities can = capabilities.get(dialect);
    if (can == null) {
      throw new IllegalArgumentException(host + " does not speak " + dialect.id());
    }
    return can;
  }
}
