package io.ailb.agent.batch;

import io.ailb.client.ChatMessage;
import io.ailb.client.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question of one's own words, for whatever API the pool has. */
record Prompt(
    String text,
    @Nullable String system,
    @Nullable String model,
    @Nullable Double maxTokens,
    @Nullable Double temperature) {

  /** Why it cannot be asked; null = it can. */
  @Nullable Problem problem() {
    if (model == null) {
      return new Problem("no_model", "it names no model, nor does the pool; --model does");
    }
    if (maxTokens != null && (maxTokens < 1 || maxTokens != Math.rint(maxTokens))) {
      return new Problem("invalid_line", "max_tokens is a whole number, 1 or more");
    }
    if (temperature != null && (temperature < 0 || temperature.isInfinite())) {
      return new Problem("invalid_line", "temperature is 0 or more");
    }
    return null;
  }

  ChatRequest request() {
    List<ChatMessage> messages = new ArrayList<>();
    if (system != null) {
      messages.add(ChatMessage.system(system));
    }
    messages.add(ChatMessage.user(text));
    ChatRequest request = ChatRequest.of(messages);
    if (model != null) {
      request = request.model(model);
    }
    if (maxTokens != null) {
      request = request.maxTokens((int) Math.min(Integer.MAX_VALUE, maxTokens));
    }
    return temperature == null ? request : request.temperature(temperature);
  }
}
