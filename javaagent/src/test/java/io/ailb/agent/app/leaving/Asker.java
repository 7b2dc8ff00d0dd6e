package io.ailb.agent.app.leaving;

/** A client, and how it asks. */
interface Asker {
  /** After this, a timed call ends. */
  int LIMIT_MILLIS = 300;

  /** Asks, for an answer in one piece or as a stream. */
  Asked ask(String url, String body, Way way);
}
