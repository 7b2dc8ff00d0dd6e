package io.ailb.simulator.dialect;

import org.jspecify.annotations.Nullable;

/** A request no provider would accept. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Trouble trouble;

  Refusal(Problem problem, String message, @Nullable String param) {
    super(message, null, false, false);
    trouble = new Trouble(problem, message, param, null);
  }

  static Refusal invalid(String message) {
    return new Refusal(Problem.INVALID_REQUEST, message, null);
  }

  static Refusal invalid(String message, String param) {
    return new Refusal(Problem.INVALID_REQUEST, message, param);
  }

  public Trouble trouble() {
    return trouble;
  }
}
