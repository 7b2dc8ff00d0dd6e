package io.ailb.translate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;

/** Writes errors of one dialect. Stateless. */
interface ErrorEncoder {
  JsonMapper JSON = JsonMapper.builder().build();

  /** The body of an error answer. */
  String body(Problem problem, int status);

  /** The same error as the last event of a stream, with the empty line that ends it. */
  String event(Problem problem, int status);

  static ErrorEncoder of(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> ChatErrors.INSTANCE;
      case OPENAI_RESPONSES -> ResponsesErrors.INSTANCE;
      case ANTHROPIC -> AnthropicErrors.INSTANCE;
      case GEMINI -> GeminiErrors.INSTANCE;
    };
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
