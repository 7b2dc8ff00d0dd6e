package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Reads one answer of a dialect, streamed or whole, as events. Lenient: what it does not know it
 * skips. For one thread.
 */
public interface AnswerReader {
  /**
   * Takes the data of the next event of a stream, a JSON object. {@code [DONE]} is not among them:
   * see {@link #done}.
   */
  void event(ObjectNode data, Consumer<AnswerEvent> to);

  /** The stream's terminal mark {@code [DONE]} has come. */
  default void done(Consumer<AnswerEvent> to) {
    end(to);
  }

  /**
   * The stream's body is over. Emits {@code End}, or {@code Failed} if something is missing, unless
   * one of them came before.
   */
  void end(Consumer<AnswerEvent> to);

  /** Takes a buffered answer, all of it, as the same events. */
  void whole(ObjectNode body, Consumer<AnswerEvent> to);
}
