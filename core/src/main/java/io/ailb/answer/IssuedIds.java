package io.ailb.answer;

import io.ailb.json.StringWatch;
import io.ailb.json.Words;
import io.ailb.model.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Where in a dialect's answers ids stand by which later requests may name what the provider keeps.
 * Of OpenAI's Responses that may be any: of the answer, of an item of it, of a container or a file.
 */
final class IssuedIds {
  private static final Words OF_RESPONSES = Words.of("id", "container_id", "file_id");
  private static final Words NOBODYS = Words.of();

  /** What the caller wrote and gets back. */
  private static final Words OF_THE_CALLER = Words.of("metadata", "tools");

  private static final Words OF_MESSAGES = Words.of("file_id");
  private static final Words OWNERS = Words.of("container", "thread");

  /** What a tool is called with, in the model's words. */
  private static final Words OF_THE_MODEL = Words.of("input");

  private IssuedIds() {}

  /** Finds them; null where a provider keeps nothing. */
  static @Nullable StringWatch of(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_RESPONSES -> new StringWatch(OF_RESPONSES, NOBODYS, OF_THE_CALLER);
      case ANTHROPIC -> new StringWatch(OF_MESSAGES, OWNERS, OF_THE_MODEL);
      case OPENAI_CHAT, GEMINI -> null;
    };
  }
}
