package io.ailb.model;

/** How an attempt ended, for those who held something for it. */
public sealed interface Outcome {
  /**
   * The provider answered in full.
   *
   * @param firstByteNanos from sending to the first byte of content
   * @param totalNanos from sending to the end
   */
  record Answered(Usage usage, long firstByteNanos, long totalNanos) implements Outcome {}

  /**
   * It failed.
   *
   * @param sent whether the provider can have counted it: false when no connection was made
   * @param used what it is known to have used; {@link Usage#NOTHING} if it was refused
   */
  record Failed(ErrorInfo error, boolean sent, Usage used, long totalNanos) implements Outcome {}

  /**
   * Our caller left, or lost the answer; says nothing about the endpoint.
   *
   * @param sent whether the provider can have counted it
   */
  record Abandoned(Usage usage, boolean sent) implements Outcome {}
}
