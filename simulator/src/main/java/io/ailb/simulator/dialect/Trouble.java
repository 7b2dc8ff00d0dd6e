package io.ailb.simulator.dialect;

import io.ailb.simulator.rule.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A problem with its particulars.
 *
 * @param message what to say instead of the dialect's usual text
 * @param param the part of the request that is wrong, where the dialect names it
 * @param code OpenAI's code where it is not the problem's usual one
 */
public record Trouble(
    Problem problem, @Nullable String message, @Nullable String param, @Nullable String code) {

  public static Trouble of(Problem problem) {
    return new Trouble(problem, null, null, null);
  }

  /** Of a request that breaks a rule. */
  public static Trouble of(Violation broken) {
    return new Trouble(Problem.INVALID_REQUEST, broken.message(), broken.param(), broken.code());
  }

  String messageOr(String usual) {
    return message == null ? usual : message;
  }
}
