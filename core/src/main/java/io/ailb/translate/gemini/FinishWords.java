package io.ailb.translate.gemini;

import io.ailb.translate.neutral.FinishReason;

/** Why an answer ends, in Gemini's words. There is none for a call of tools. */
final class FinishWords {
  private FinishWords() {}

  static FinishReason read(String word) {
    return switch (word) {
      case "STOP" -> FinishReason.STOP;
      case "MAX_TOKENS", "CONTINUATION" -> FinishReason.LENGTH;
      case "SAFETY",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "RECITATION",
          "LANGUAGE",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          FinishReason.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MALFORMED_RESPONSE" ->
          FinishReason.ERROR;
      default -> FinishReason.OTHER;
    };
  }

  /**
   * @param refused whether the answer is the assistant's words for not answering
   */
  static String write(FinishReason reason, boolean refused) {
    return switch (reason) {
      case STOP, TOOL_CALLS, PAUSE -> refused ? "SAFETY" : "STOP";
      case LENGTH -> "MAX_TOKENS";
      case CONTENT_FILTER -> "SAFETY";
      case ERROR -> "MALFORMED_FUNCTION_CALL";
      case OTHER -> "OTHER";
    };
  }
}
