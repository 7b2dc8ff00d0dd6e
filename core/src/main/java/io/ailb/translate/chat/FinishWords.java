package io.ailb.translate.chat;

import io.ailb.translate.neutral.FinishReason;

/** Why an answer ends, in words (translation, section 4.1). */
final class FinishWords {
  private FinishWords() {}

  /** What a word means before it is known what came; hosts have some of their own. */
  static FinishReason read(String word) {
    return switch (word) {
      case "stop", "tool_calls", "function_call", "eos", "end_turn", "stop_sequence" ->
          FinishReason.STOP;
      case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
      case "content_filter", "safety" -> FinishReason.CONTENT_FILTER;
      case "error", "insufficient_system_resource" -> FinishReason.ERROR;
      default -> FinishReason.OTHER;
    };
  }

  static String write(FinishReason reason) {
    return switch (reason) {
      case TOOL_CALLS -> "tool_calls";
      case LENGTH -> "length";
      case CONTENT_FILTER -> "content_filter";
      case STOP, ERROR, PAUSE, OTHER -> "stop";
    };
  }
}
