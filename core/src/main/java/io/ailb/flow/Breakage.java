package io.ailb.flow;

import io.ailb.model.Usage;
import io.ailb.translate.neutral.Problem;
import org.jspecify.annotations.Nullable;

/**
 * That an answer broke off after the application had seen a part of it: what it is told if nobody
 * can go on with it.
 *
 * @param attempt that told the last of it
 * @param problem for the answer's last words; null = there is no way to say any
 * @param usage what is known of it
 */
record Breakage(Attempt attempt, Failure why, @Nullable Problem problem, Usage usage) {
  byte[] lastWords() {
    return problem == null ? new byte[0] : attempt.lastWords(problem);
  }
}
