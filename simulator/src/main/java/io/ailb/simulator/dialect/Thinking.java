package io.ailb.simulator.dialect;

/** What a request wants of the model's thinking. */
public enum Thinking {
  NONE,
  /** It is only counted. */
  HIDDEN,
  /** Its summary comes with the answer. */
  SHOWN
}
