package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes one answer in a dialect. Strict: what it writes, SDKs of the dialect take. For one thread.
 */
public interface AnswerWriter {
  /**
   * Takes the next event. A stream's writer adds what can be said at once; a whole answer's writer
   * adds everything at {@code End}. After {@code Failed} a stream's writer adds the error event of
   * its dialect and never its regular end; a whole answer's writer adds nothing, as the error is an
   * answer of its own.
   */
  void write(AnswerEvent event, Utf8 to);

  /**
   * The caller got an event of this dialect from its provider, in place of what was last written of
   * it: the names and numbers in it are those to go on with.
   *
   * @return whether a text that is open may go on after it
   */
  default boolean passed(ObjectNode event) {
    return true;
  }
}
