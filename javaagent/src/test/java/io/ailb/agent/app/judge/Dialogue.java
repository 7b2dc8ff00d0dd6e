package io.ailb.agent.app.judge;

/** A conversation that grows: what was said goes back with the next question, as SDKs show it. */
interface Dialogue {

  Said ask();

  /** The same, streamed into the SDK's accumulator. */
  Said stream();

  /** The result of a call that was made in the last answer. */
  void result(Call call, String result);

  /** Reads the beginning of a stream and closes it. */
  void leave();
}
