package io.ailb.simulator.dialect;

import org.jspecify.annotations.Nullable;

/**
 * One event of an answer.
 *
 * @param name the SSE event name, or null where the dialect has none
 * @param data its JSON, or {@code [DONE]}
 * @param content whether it carries a piece of what the model says
 * @param terminal whether it is the dialect's sign that the answer is complete
 */
public record Event(@Nullable String name, String data, boolean content, boolean terminal) {

  static Event frame(@Nullable String name, Object json) {
    return new Event(name, Json.text(json), false, false);
  }

  static Event content(@Nullable String name, Object json) {
    return new Event(name, Json.text(json), true, false);
  }

  static Event terminal(@Nullable String name, Object json) {
    return new Event(name, Json.text(json), false, true);
  }
}
