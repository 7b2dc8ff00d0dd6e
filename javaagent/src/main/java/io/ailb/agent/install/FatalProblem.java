package io.ailb.agent.install;

/** The agent cannot start, and was told to let nobody run without it. */
final class FatalProblem extends Exception {
  private static final long serialVersionUID = 1;

  FatalProblem(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
