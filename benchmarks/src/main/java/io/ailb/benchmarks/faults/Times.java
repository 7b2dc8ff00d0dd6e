package io.ailb.benchmarks.faults;

import java.time.Duration;

/**
 * The times of a run: those that the providers take, those that the pools are configured with, and
 * those within which things must have happened.
 *
 * @param headers the pools' limit for a head
 * @param firstToken their limit for a stream's first token; {@code auto} in real times
 * @param idle their limit for silence in an answer; less than a stall takes
 * @param silence how long a silent endpoint keeps a request
 * @param slowToken until the first token of a slow one
 * @param stall how long a stream stalls
 * @param outage how long an endpoint is down
 * @param every from one request to the next meanwhile
 * @param bound within which every request must have ended
 * @param slowBound within which a stream must be answered whose first token is slow
 * @param back within which an endpoint must be in use again after an outage
 */
record Times(
    String headers,
    String firstToken,
    String idle,
    Duration silence,
    Duration slowToken,
    Duration stall,
    Duration outage,
    Duration every,
    Duration bound,
    Duration slowBound,
    Duration back) {

  /** As the faults are described; a hundred seconds. */
  static final Times FULL =
      new Times(
          "30s",
          "auto",
          "25s",
          seconds(120),
          seconds(20),
          seconds(30),
          seconds(60),
          seconds(4),
          seconds(45),
          seconds(15),
          seconds(30));

  /** The same in a quarter of the time, for every push. */
  static final Times SHORT =
      new Times(
          "4s",
          "2s",
          "5s",
          seconds(20),
          seconds(8),
          seconds(8),
          seconds(12),
          seconds(1),
          seconds(10),
          seconds(6),
          seconds(10));

  /** With other times of providers. */
  Times with(
      Duration otherSilence, Duration otherSlowToken, Duration otherStall, Duration otherOutage) {
    return new Times(
        headers,
        firstToken,
        idle,
        otherSilence,
        otherSlowToken,
        otherStall,
        otherOutage,
        every,
        bound,
        slowBound,
        back);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
