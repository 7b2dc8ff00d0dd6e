package io.ailb.agent.batch;

/** A batch that cannot begin as it was asked for; the message says what to do. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  /** With these words for people. */
  public Refusal(String message) {
    super(message);
  }
}
