package io.ailb.simulator.dialect;

import java.util.List;

/**
 * A call the model makes.
 *
 * @param id without the prefix its dialect puts before it
 * @param fragments the JSON of its arguments, in the pieces a stream sends
 */
record ToolCall(String id, String name, List<String> fragments) {

  String arguments() {
    return String.join("", fragments);
  }
}
