package io.ailb.answer;

import io.ailb.json.JsonCursor;
import io.ailb.model.Dialect;

/** Knows what the events of a dialect mean for us. Stateless; skips what it does not know. */
interface EventReader {
  /** Reads all members of an event's root object, which the cursor has entered. */
  void read(JsonCursor event, StreamState into);

  /**
   * The event with which a stream of this dialect ends; empty where its last content is the end.
   */
  default String terminator() {
    return "";
  }

  static EventReader of(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> ChatEvents.INSTANCE;
      case OPENAI_RESPONSES -> ResponsesEvents.INSTANCE;
      case ANTHROPIC -> AnthropicEvents.INSTANCE;
      case GEMINI -> GeminiEvents.INSTANCE;
    };
  }
}
