package io.ailb.agent.batch;

import io.ailb.client.ChatRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one line of the input asks for.
 *
 * @param id under which it stands in the output, where it is the only one
 * @param line of the input, from 1
 * @param fingerprint of the line
 * @param again the line as it can be run again, in JSON
 * @param request made anew each time, as only few are under way
 * @param problem why it cannot be asked; null = it can
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record Item(
    String id,
    long line,
    long fingerprint,
    byte[] again,
    Supplier<ChatRequest> request,
    @Nullable Problem problem) {

  /** Of one that cannot be asked. */
  static final Supplier<ChatRequest> NONE =
      () -> {
        throw new IllegalStateException("it cannot be asked");
      };

  /** What holds the memory. */
  int weight() {
    return again.length;
  }

  /** The same, which fails. */
  Item failed(String newId, Problem newProblem) {
    return new Item(newId, line, fingerprint, again, NONE, newProblem);
  }
}
