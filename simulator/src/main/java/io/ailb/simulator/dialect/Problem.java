package io.ailb.simulator.dialect;

/** What can be wrong, in no dialect. Each dialect has its own status, type and text for it. */
public enum Problem {
  /** The request itself is wrong. */
  INVALID_REQUEST,
  /** No key, or a wrong one. Gemini says 400 to it. */
  UNAUTHORIZED,
  /** The account cannot pay. */
  BILLING,
  /** The key may not do this. */
  FORBIDDEN,
  MODEL_NOT_FOUND,
  PATH_NOT_FOUND,
  /** The body has too many bytes. */
  TOO_LARGE,
  UNPROCESSABLE,
  /** The prompt does not fit the model's context. */
  CONTEXT_LENGTH,
  /** The prompt was filtered. Gemini says 200 without candidates to it. */
  CONTENT_FILTER,
  SERVER_ERROR,
  /** The provider has no room: 503, at Anthropic 529. */
  OVERLOADED,
  TIMEOUT,
  /** A proxy in front of the provider answers in HTML or plain text. */
  PROXY_ERROR;

  /** What a status most likely means. */
  static Problem of(int status) {
    return switch (status) {
      case 401 -> UNAUTHORIZED;
      case 402 -> BILLING;
      case 403 -> FORBIDDEN;
      case 404 -> MODEL_NOT_FOUND;
      case 413 -> TOO_LARGE;
      case 422 -> UNPROCESSABLE;
      case 503, 529 -> OVERLOADED;
      case 504 -> TIMEOUT;
      default -> status < 500 ? INVALID_REQUEST : SERVER_ERROR;
    };
  }
}
