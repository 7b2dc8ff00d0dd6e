package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import org.jspecify.annotations.Nullable;

/** Why an answer ends: {@code stop_reason} and what belongs to it (translation, section 4.1). */
final class StopReasons {
  private static final String CONTEXT_END = "model_context_window_exceeded";
  private static final String REFUSAL = "refusal";

  private StopReasons() {}

  /**
   * @param ending holds the members of a {@code message_delta} or of a whole message
   */
  static AnswerEvent.Finish finish(JsonNode ending, boolean anyCall) {
    String word = Json.string(ending, "stop_reason");
    return new AnswerEvent.Finish(
        0,
        reason(word).given(anyCall),
        REFUSAL.equals(word) ? explanation(ending.path("stop_details")) : word,
        Json.string(ending, "stop_sequence"));
  }

  private static FinishReason reason(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "end_turn", "stop_sequence", "tool_use" -> FinishReason.STOP;
      case "max_tokens", CONTEXT_END -> FinishReason.LENGTH;
      case REFUSAL -> FinishReason.CONTENT_FILTER;
      case "pause_turn" -> FinishReason.PAUSE;
      default -> FinishReason.OTHER;
    };
  }

  private static String explanation(JsonNode details) {
    String explanation = Json.string(details, "explanation");
    if (explanation != null) {
      return explanation;
    }
    String category = Json.string(details, "category");
    return category == null ? REFUSAL : category;
  }

  /**
   * Puts the members that say why it ends, all of them, as they are typed as required.
   *
   * @param refused whether the model declined in words, which others call a regular end
   */
  static void write(AnswerEvent.Finish finish, boolean refused, ObjectNode to) {
    boolean refusal =
        finish.reason() == FinishReason.CONTENT_FILTER
            || (refused && finish.reason() == FinishReason.STOP);
    String stopText = finish.reason() == FinishReason.STOP && !refusal ? finish.stopText() : null;
    to.put("stop_reason", refusal ? REFUSAL : word(finish, stopText));
    to.put("stop_sequence", stopText);
    if (refusal) {
      ObjectNode details = to.putObject("stop_details").put("type", REFUSAL);
      details.putNull("category").put("explanation", refused ? null : finish.detail());
    } else {
      to.putNull("stop_details");
    }
  }

  private static String word(AnswerEvent.Finish finish, @Nullable String stopText) {
    return switch (finish.reason()) {
      case STOP -> stopText == null ? "end_turn" : "stop_sequence";
      case TOOL_CALLS -> "tool_use";
      case LENGTH -> CONTEXT_END.equals(finish.detail()) ? CONTEXT_END : "max_tokens";
      case PAUSE -> "pause_turn";
      case CONTENT_FILTER -> REFUSAL;
      case ERROR, OTHER -> "end_turn";
    };
  }
}
