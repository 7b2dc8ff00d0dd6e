package io.ailb.model;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as far as a choice of endpoint needs to know it.
 *
 * @param host that the caller addressed, lower case, without a port
 * @param model the model's name as the caller wrote it; null only where the operation names none
 * @param stream whether the answer is to come as a stream of events
 * @param reasoning whether the caller asks for reasoning, which delays the first token
 * @param maxOutput the caller's bound on output tokens, or -1
 * @param bodyBytes the size of the (decoded) body
 */
public record AiCall(
    Operation operation,
    String host,
    @Nullable String model,
    boolean stream,
    boolean reasoning,
    long maxOutput,
    int bodyBytes) {
  public Dialect dialect() {
    return operation.dialect();
  }
}
