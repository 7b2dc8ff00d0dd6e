package io.ailb.model;

/** A way of speaking to a model over HTTP: the bodies, streams and errors of one API. */
public enum Dialect {
  OPENAI_CHAT("openai-chat"),
  OPENAI_RESPONSES("openai-responses"),
  ANTHROPIC("anthropic"),
  GEMINI("gemini");

  private final String id;

  Dialect(String id) {
    this.id = id;
  }

  /** The name in headers, messages and documents, such as {@code openai-chat}. */
  public String id() {
    return id;
  }
}
