package io.ailb.agent.app.judge;

/** One API of an SDK. */
interface Sdk {

  String name();

  Dialogue begin(Question question);
}
