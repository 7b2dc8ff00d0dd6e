package io.ailb.simulator.fault;

import org.jspecify.annotations.Nullable;

/**
 * Which requests meet a fault. {@code FaultRule.of(fault)} is every request for ever; each method
 * gives the rule with one more condition.
 *
 * @param skip lets that many matching requests pass first
 * @param times meets that many requests and then no more; null has no end
 * @param forMillis applies that long after the script was set; null has no end
 * @param probability of a matching request to meet the fault; null is 1
 * @param seed of the dice for the probability
 * @param stream only streamed or only buffered requests; null is both
 * @param model only requests for that model; null is any
 * @param prefill only requests in which the model spoke last, or only those in which it did not;
 *     null is both
 */
public record FaultRule(
    Fault fault,
    int skip,
    @Nullable Integer times,
    @Nullable Long forMillis,
    @Nullable Double probability,
    long seed,
    @Nullable Boolean stream,
    @Nullable String model,
    @Nullable Boolean prefill) {

  /** Refuses rules without a fault, counts below zero and probabilities that are none. */
  public FaultRule {
    require(fault != null, "a rule needs a fault, such as {\"type\": \"reset\"}");
    require(skip >= 0, "skip must be 0 or more, was " + skip);
    require(times == null || times >= 1, "times must be 1 or more, was " + times);
    require(
        probability == null || (probability > 0 && probability <= 1),
        "probability must be above 0 and at most 1, was " + probability);
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  public static FaultRule of(Fault fault) {
    return new FaultRule(fault, 0, null, null, null, 0, null, null, null);
  }

  public FaultRule skip(int requests) {
    return new FaultRule(
        fault, requests, times, forMillis, probability, seed, stream, model, prefill);
  }

  public FaultRule times(int requests) {
    return new FaultRule(
        fault, skip, requests, forMillis, probability, seed, stream, model, prefill);
  }

  public FaultRule forMillis(long millis) {
    return new FaultRule(fault, skip, times, millis, probability, seed, stream, model, prefill);
  }

  public FaultRule probability(double chance, long diceSeed) {
    return new FaultRule(fault, skip, times, forMillis, chance, diceSeed, stream, model, prefill);
  }

  public FaultRule stream(boolean streamed) {
    return new FaultRule(
        fault, skip, times, forMillis, probability, seed, streamed, model, prefill);
  }

  public FaultRule model(String name) {
    return new FaultRule(fault, skip, times, forMillis, probability, seed, stream, name, prefill);
  }

  public FaultRule prefill(boolean prefilled) {
    return new FaultRule(
        fault, skip, times, forMillis, probability, seed, stream, model, prefilled);
  }
}
