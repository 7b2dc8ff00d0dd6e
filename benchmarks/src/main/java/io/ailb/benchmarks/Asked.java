package io.ailb.benchmarks;

import io.ailb.answer.AnswerWatch;
import io.ailb.translate.Said;

/** The call that an answer belongs to. */
final class Asked {
  private Asked() {}

  /**
   * @param answer the direction of the answer; the request went the other way
   */
  static Said of(Pair answer, boolean stream) {
    byte[] body = Requests.body(answer.to(), RequestSize.CHAT_2K);
    return Requests.translate(
        Requests.call(answer.to(), stream), body, Pair.recipient(answer.from()));
  }

  /** What fails fast would be measured as fast. */
  static int good(AnswerWatch watch, int length) {
    if (!watch.whole() || watch.unreadable() || watch.error() != null || length == 0) {
      throw new IllegalStateException("not whole: " + watch.error());
    }
    return length;
  }
}
