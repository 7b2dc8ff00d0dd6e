package io.ailb.agent.trial;

import io.ailb.model.Dialect;
import io.ailb.model.Operation;

/**
 * An item of a batch that is played.
 *
 * @param operation that it asks for: text, in any dialect, or vectors
 * @param output tokens of the answer that comes
 * @param most tokens of an answer that it allows; -1 = it does not say
 */
public record Question(Operation operation, String model, int input, int output, long most) {
  /** As OpenAI's two are asked alike, one stands for both. */
  private Dialect dialect() {
    return operation.dialect() == Dialect.OPENAI_RESPONSES
        ? Dialect.OPENAI_CHAT
        : operation.dialect();
  }

  private boolean embeds() {
    return operation.kind() == Operation.Kind.EMBED;
  }

  String path() {
    return embeds() ? "/v1/embeddings" : ask().path();
  }

  private Ask ask() {
    return new Ask("https", "ai-lb.invalid", 443, dialect(), model, false);
  }

  byte[] body() {
    return embeds()
        ? Ask.filled("{\"model\":\"" + Ask.escaped(model) + "\",\"input\":\"", "\"}", input)
        : ask().body(input, most);
  }

  Account.Size size() {
    return new Account.Size(input, embeds() ? 0 : output);
  }
}
