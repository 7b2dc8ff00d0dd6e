package io.ailb.model;

/** In which words a model is told how much to think (translation, section 3.8). */
public enum ReasoningStyle {
  /** It cannot be told. */
  NONE("none"),
  /** A word: OpenAI's efforts, Anthropic's adaptive thinking, Gemini's levels. */
  EFFORT("effort"),
  /** A number of tokens: older models of Anthropic and Gemini. */
  BUDGET("budget");

  private final String id;

  ReasoningStyle(String id) {
    this.id = id;
  }

  /** The name in {@code capabilities}. */
  public String id() {
    return id;
  }
}
