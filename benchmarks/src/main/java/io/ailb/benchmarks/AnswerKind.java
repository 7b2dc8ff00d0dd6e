package io.ailb.benchmarks;

/** What is answered. */
public enum AnswerKind {
  /** A text in 500 pieces. */
  TEXT,
  /** The same ten times as long: what an event costs must not depend on what came before. */
  LONG_TEXT,
  /** Eight calls of tools, each with 400 characters of arguments in 40 pieces. */
  CALLS
}
