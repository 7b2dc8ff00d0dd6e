package io.ailb.model;

import org.jspecify.annotations.Nullable;

/**
 * What a requested model becomes at an endpoint.
 *
 * @param sent the name to send; {@code *} = as requested
 * @param price of this model here; null = the endpoint's
 * @param contextWindow tokens; null = the endpoint's
 * @param maxOutput tokens; null = the endpoint's
 */
public record ModelTarget(
    String sent, @Nullable Price price, @Nullable Long contextWindow, @Nullable Long maxOutput) {
  static final String AS_REQUESTED = "*";

  public static ModelTarget of(String sent) {
    return new ModelTarget(sent, null, null, null);
  }

  ModelTarget forRequested(String model) {
    return sent.equals(AS_REQUESTED)
        ? new ModelTarget(model, price, contextWindow, maxOutput)
        : this;
  }
}
