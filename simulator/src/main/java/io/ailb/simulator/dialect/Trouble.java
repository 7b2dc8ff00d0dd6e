package io.ailb.simulator.dialect;

import org.jspecify.annotations.Nullable;

/**
 * A problem with its particulars.
 *
 * @param message what to say instead of the dialect's usual text
 * @param param the part of the request that is wrong, where the dialect names it
 */
public record Trouble(Problem problem, @Nullable String message, @Nullable String param) {

  public static Trouble of(Problem problem) {
    return new Trouble(problem, null, null);
  }

  String messageOr(String usual) {
    return message == null ? usual : message;
  }
}
