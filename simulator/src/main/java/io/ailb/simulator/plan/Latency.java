package io.ailb.simulator.plan;

/**
 * How long an endpoint takes when all is well. An answer in one piece comes after all three
 * together, as nobody can send it before it is complete; an error takes only the first.
 *
 * @param headersMillis until the head
 * @param firstTokenMillis from the head to the first event of a stream
 * @param perTokenMillis between two content events of a stream
 */
public record Latency(long headersMillis, long firstTokenMillis, long perTokenMillis) {

  public static final Latency NONE = new Latency(0, 0, 0);

  /** Refuses negative times. */
  public Latency {
    if (headersMillis < 0 || firstTokenMillis < 0 || perTokenMillis < 0) {
      throw new IllegalArgumentException(
          "a latency must be 0 ms or more, was headersMillis %d, firstTokenMillis %d, perTokenMillis %d"
              .formatted(headersMillis, firstTokenMillis, perTokenMillis));
    }
  }

  long untilComplete(int tokens) {
    return headersMillis + firstTokenMillis + Math.max(0, tokens - 1) * perTokenMillis;
  }
}
