package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.rule.Violation;

/** One call of one API, as found by its method and path. */
public interface Operation {

  /** Reads the request. */
  Ask read(Request request) throws Refusal;

  /**
   * Looks whether the provider would take what {@link #read} could read.
   *
   * @param body of the request
   */
  default void check(Request request, JsonNode body) throws Violation {}

  /** Makes up the answer to what {@link #read} gave. */
  Answer answer(Ask ask, Speaker speaker);

  /** Whether the call generates something and so counts against the limits. */
  boolean metered();

  /** Which of the fixture files speak for this call, such as {@code openai-chat}. */
  String fixtureName();

  /**
   * The event that breaks off a stream.
   *
   * @param body the body of the error, as if it had come in time
   * @param position how many events went before
   */
  default Event errorEvent(String body, int position) {
    return new Event(null, body, false, false);
  }

  /** What keeps a stream awake once it has begun. */
  default String ping(Framing framing) {
    return framing.keepAlive();
  }
}
