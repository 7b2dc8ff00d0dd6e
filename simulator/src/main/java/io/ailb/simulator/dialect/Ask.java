package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in no dialect.
 *
 * @param model null only for calls that concern no model
 * @param framing how the answer is to come
 * @param maxTokens the most output it allows, or null
 * @param tools the tools it offers
 * @param schema the JSON Schema the answer must follow, or null for plain text
 * @param thinking what it wants of the model's thinking
 * @param body the request itself, for what only its dialect knows
 */
public record Ask(
    @Nullable String model,
    Framing framing,
    Prompt prompt,
    @Nullable Integer maxTokens,
    Tools tools,
    @Nullable JsonNode schema,
    Thinking thinking,
    JsonNode body) {

  /** A call that generates nothing. */
  static Ask of(@Nullable String model, Prompt prompt, JsonNode body) {
    return new Ask(model, Framing.WHOLE, prompt, 0, Tools.NONE, null, Thinking.NONE, body);
  }

  public boolean stream() {
    return framing != Framing.WHOLE;
  }
}
