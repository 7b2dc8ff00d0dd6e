package io.ailb.translate.neutral;

import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of an answer. A buffered answer is the same steps at once, so that the two modes cannot
 * disagree. In each choice: {@code PartOpen}, its {@code Delta}s and {@code Secret}s, {@code
 * PartClose}, for each part; parts of one choice may overlap, as parallel calls of Chat do; then
 * {@code Finish}. After the {@code Finish} of all choices: {@code UsageUpdate} if any, {@code End}.
 * {@code Failed} may come any time and is the last.
 */
public sealed interface AnswerEvent {

  /**
   * The first one, exactly once before any other but {@code KeepAlive} and {@code Failed}.
   *
   * @param id the provider's; null = it gave none
   * @param model the provider's name of it; null = it gave none
   * @param created seconds since 1970; 0 = it gave none
   */
  record Started(@Nullable String id, @Nullable String model, long created)
      implements AnswerEvent {}

  /** What a part is. */
  enum Kind {
    TEXT,
    REFUSAL,
    REASONING,
    TOOL_CALL,
    CUSTOM_TOOL_CALL
  }

  /**
   * A part begins.
   *
   * @param choice from 0
   * @param part unique in its choice, rising, from 0
   * @param toolId of a call; never null there: decoders make one where the provider gave none
   * @param toolName of a call; never null there
   */
  record PartOpen(
      int choice, int part, Kind kind, @Nullable String toolId, @Nullable String toolName)
      implements AnswerEvent {}

  /** More of an open part's text: never empty. Arguments of a call come as JSON text. */
  record Delta(int choice, int part, String text) implements AnswerEvent {}

  /** A value that belongs to an open part and is of use to its provider alone. */
  record Secret(int choice, int part, Opaque value) implements AnswerEvent {}

  /** Chances of the tokens of a text that has just come. */
  record Logprobs(int choice, int part, List<TokenLogprob> tokens) implements AnswerEvent {
    public Logprobs {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * One token's chance.
   *
   * @param top the likeliest others, each without such a list of its own
   */
  record TokenLogprob(String token, double logprob, List<TokenLogprob> top) {
    public TokenLogprob {
      top = List.copyOf(top);
    }
  }

  /** A part is complete. */
  record PartClose(int choice, int part) implements AnswerEvent {}

  /** Counts so far: they replace earlier ones field by field, and are never added. */
  record UsageUpdate(Usage usage) implements AnswerEvent {}

  /**
   * A choice is complete.
   *
   * @param reason decided from what came, not from the provider's word alone
   * @param detail the provider's own word or explanation; null = none
   * @param stopText the stop sequence that ended it; null = none, or not known
   */
  record Finish(int choice, FinishReason reason, @Nullable String detail, @Nullable String stopText)
      implements AnswerEvent {}

  /** The answer is over, and whole. */
  record End() implements AnswerEvent {}

  /** There will be no more of it. */
  record Failed(ErrorInfo error) implements AnswerEvent {}

  /** The provider lives, and has nothing to say yet. */
  record KeepAlive() implements AnswerEvent {}

  AnswerEvent END = new End();
  AnswerEvent KEEP_ALIVE = new KeepAlive();
}
