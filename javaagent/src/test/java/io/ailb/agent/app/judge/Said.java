package io.ailb.agent.app.judge;

import java.util.List;

/**
 * One answer as the user of an SDK reads it.
 *
 * @param finish in the SDK's words
 */
record Said(
    String text, String thoughts, List<Call> calls, String finish, long input, long output) {

  @Override
  public String toString() {
    return "\"%s\" %s%s, %s, %d/%d"
        .formatted(
            text, thoughts.isEmpty() ? "" : "(" + thoughts + ") ", calls, finish, input, output);
  }
}
