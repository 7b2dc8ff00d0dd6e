package io.ailb.recognise;

import io.ailb.json.JsonCursor;
import io.ailb.model.Dialect;

/** Knows the members of a dialect's request that matter before it is sent. Stateless. */
interface Members {
  /** Reads the value of the member that the cursor is at, or skips it. */
  void read(JsonCursor member, Skim into);

  static Members of(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> ChatMembers.INSTANCE;
      case OPENAI_RESPONSES -> ResponsesMembers.INSTANCE;
      case ANTHROPIC -> AnthropicMembers.INSTANCE;
      case GEMINI -> GeminiMembers.INSTANCE;
    };
  }
}
