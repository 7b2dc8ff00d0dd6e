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

  long triesOfPreferred(int request) {
    return preferred.stream().filter(one -> one.request() == request).count();
  }
}
