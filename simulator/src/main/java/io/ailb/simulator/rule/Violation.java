package io.ailb.simulator.rule;

import org.jspecify.annotations.Nullable;

/** A rule that a request breaks. */
public final class Violation extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String param;
  private final @Nullable String code;

  Violation(String message) {
    this(message, null, null);
  }

  Violation(String message, @Nullable String param) {
    this(message, param, null);
  }

  Violation(String message, @Nullable String param, @Nullable String code) {
    super(message, null, false, false);
    this.param = param;
    this.code = code;
  }

  /** What the provider says. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** The part of the request that is wrong, where the dialect names it. */
  public @Nullable String param() {
    return param;
  }

  /** OpenAI's code for it, or null. */
  public @Nullable String code() {
    return code;
  }
}
