package io.ailb.observe;

import io.ailb.model.Operation;
import io.ailb.model.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The application has its answer, its error, or has left.
 *
 * @param endpoint that served it; null = none
 * @param model that the application asked for
 * @param status of the application's answer; 0 = it got none
 * @param attempts that were sent
 * @param waitedNanos for a place
 * @param decidedNanos spent deciding, the time that ai-lb itself takes
 */
public record RequestEnded(
    String request,
    String pool,
    @Nullable String endpoint,
    Operation operation,
    @Nullable String model,
    Result result,
    int status,
    int attempts,
    Usage usage,
    double cost,
    long waitedNanos,
    long decidedNanos,
    long totalNanos) {

  /** How a request ended for the application. */
  public enum Result {
    SUCCESS("success"),
    /** The provider's answer that the request is wrong. */
    CLIENT_ERROR("client_error"),
    /** An error after all that could be tried. */
    FAILURE("failure"),
    /** No endpoint could take it. */
    REJECTED("rejected"),
    /** The application left. */
    ABANDONED("abandoned"),
    /** It went out as it came; who would have been asked is all that was decided. */
    OBSERVED("observed");

    private final String id;

    Result(String id) {
      this.id = id;
    }

    /** The name in metrics and messages. */
    public String id() {
      return id;
    }
  }
}
