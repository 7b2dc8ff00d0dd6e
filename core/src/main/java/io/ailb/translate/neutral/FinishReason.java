package io.ailb.translate.neutral;

/** Why an answer ends (translation, section 4.1). */
public enum FinishReason {
  STOP,
  TOOL_CALLS,
  LENGTH,
  CONTENT_FILTER,
  /** The model made a call that nobody can use. */
  ERROR,
  /** Anthropic paused a turn that goes on when it is sent back. */
  PAUSE,
  OTHER;

  /**
   * The reason of an answer whose provider gave this one: calls make a plain end a call for tools,
   * but never hide that the answer was cut.
   */
  public FinishReason given(boolean anyToolCall) {
    return this == STOP && anyToolCall ? TOOL_CALLS : this;
  }
}
