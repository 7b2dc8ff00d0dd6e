package io.ailb.benchmarks.faults;

import java.io.Serializable;
import java.util.List;

/**
 * Everything that a verdict may go by; nothing of it is what the load balancer says of itself, but
 * for {@code books}, which are held against what the providers know.
 *
 * @param oneTier whether the healthy endpoint may as well be used
 * @param experiences in the order in which the caller asked
 * @param preferred what the endpoint with the fault saw, in order
 * @param healthy what the other one saw
 * @param preferredTruth what the first says when all is well
 * @param healthyTruth what the second says
 * @param books output tokens that the load balancer counts for the two
 */
record Evidence(
    Mode mode,
    boolean oneTier,
    List<Experience> experiences,
    List<Try> preferred,
    List<Try> healthy,
    Truth preferredTruth,
    Truth healthyTruth,
    Books books) {

  /** What an endpoint says, asked directly. */
  record Truth(String model, String text, long outputTokens) {}

  /** Output tokens counted for each endpoint. */
  record Books(long preferred, long healthy) implements Serializable {}

  /** Without knowing which request a try was for, the rules would hold for want of tries. */
  Evidence {
    if (preferred.stream().anyMatch(one -> one.request() == 0)) {
      throw new IllegalArgumentException("a request without its number");
    }
  }

  /** Whose answer that is, whole; null if it is nobody's. */
  @org.jspecify.annotations.Nullable
  Truth source(Experience experience) {
    if (isOfPreferred(experience)) {
      return preferredTruth;
    }
    return experience.text().equals(healthyTruth.text()) ? healthyTruth : null;
  }

  boolean isOfPreferred(Experience experience) {
    return experience.text().equals(preferredTruth.text());
  }

  /**
   * Whether it is the preferred one's, and another one was asked for a part of it. Some dialects do
   * not carry the number of a request.
   */
  boolean isJoined(Experience experience) {
    int request = experiences.indexOf(experience) + 1;
    return isOfPreferred(experience)
        && healthy.stream().anyMatch(t -> t.request() == request || t.request() == 0);
  }

  /** Whether its caller was told the output tokens of who answered; where two did, about so. */
  boolean isCountedRight(Experience experience) {
    Truth source = source(experience);
    Long told = experience.outputTokens();
    if (source == null || told == null) {
      return false;
    }
    long doubt = isJoined(experience) ? source.outputTokens() / 5 : 0;
    return Math.abs(told - source.outputTokens()) <= doubt;
  }

  long triesOfPreferred(int request) {
    return preferred.stream().filter(one -> one.request() == request).count();
  }
}
