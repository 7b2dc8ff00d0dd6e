package io.ailb.model;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as far as a choice of endpoint needs to know it.
 *
 * @param origin that the caller addressed
 * @param model the model's name as the caller wrote it; null only where the operation names none
 * @param stream whether the answer is to come as a stream of events
 * @param reasoning whether the caller asks for reasoning, which delays the first token
 * @param maxOutput the caller's bound on output tokens, or -1
 * @param textBytes the size of the body without the files in it
 * @param choices answers asked for beside each other, 1 unless the caller says otherwise
 * @param files images and documents that stand in the body
 */
public record AiCall(
    Operation operation,
    Origin origin,
    @Nullable String model,
    boolean stream,
    boolean reasoning,
    long maxOutput,
    int choices,
    int textBytes,
    int files) {

  /** Bytes of JSON a token; a first guess for all models and languages. */
  public static final int BYTES_PER_TOKEN = 4;

  /** An image of middling size, on most models. */
  private static final int TOKENS_PER_FILE = 1_000;

  /** The same with so many bytes more of text. */
  public AiCall longer(int bytes) {
    return new AiCall(
        operation, origin, model, stream, reasoning, maxOutput, choices, textBytes + bytes, files);
  }

  public Dialect dialect() {
    return operation.dialect();
  }

  /** Tokens that the input will probably be, as long as its model's are not known better. */
  public long estimatedInput() {
    return textBytes / BYTES_PER_TOKEN + (long) files * TOKENS_PER_FILE;
  }

  /** Tokens that the input will probably be, of a model whose tokens have so many bytes of text. */
  public long estimatedInput(double bytesPerToken) {
    return Math.round(textBytes / bytesPerToken) + (long) files * TOKENS_PER_FILE;
  }
}
