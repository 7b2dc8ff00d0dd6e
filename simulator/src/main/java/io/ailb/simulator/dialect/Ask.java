package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in no dialect.
 *
 * @param model null only for calls that concern no model
 * @param framing how the answer is to come
 * @param maxTokens the most output it allows, or null
 * @param tools names of the tools it offers
 * @param schema the JSON Schema the answer must follow, or null for plain text
 * @param body the request itself, for what only its dialect knows
 */
public record Ask(
    @Nullable String model,
    Framing framing,
    Prompt prompt,
    @Nullable Integer maxTokens,
    List<String> tools,
    @Nullable JsonNode schema,
    JsonNode body) {

  /** A call that generates nothing. */
  static Ask of(@Nullable String model, Prompt prompt, JsonNode body) {
    return new Ask(model, Framing.WHOLE, prompt, 0, List.of(), null, body);
  }

  public boolean stream() {
    return framing != Framing.WHOLE;
  }
}
