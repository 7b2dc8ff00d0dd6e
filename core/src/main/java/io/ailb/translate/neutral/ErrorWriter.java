package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes errors of one dialect. Stateless. */
public interface ErrorWriter {
  /** The HTTP status that SDKs of this dialect expect for it. */
  int status(Problem problem);

  /** The body of an answer with that status. */
  ObjectNode body(Problem problem);

  /** The same error as the last event of a stream, with the empty line that ends it. */
  String event(Problem problem);

  /** The status of most dialects: for a problem of the pool's, {@code overloaded}. */
  static int status(Problem problem, int overloaded) {
    return switch (problem.kind()) {
      case INVALID_REQUEST, UNSUPPORTED, CONTEXT_LENGTH, CONTENT_FILTER -> 400;
      case TOO_LARGE -> 413;
      case MODEL_NOT_FOUND -> 404;
      case RATE_LIMIT, RATE_LIMIT_DAILY, RATE_LIMIT_IMPOSSIBLE -> 429;
      // The application cannot mend a key of the pool: to it, the pool is overloaded.
      case AUTH, PERMISSION, BILLING, OVERLOADED, SERVER_ERROR, CONFLICT, TIMEOUT, NETWORK ->
          overloaded;
    };
  }
}
