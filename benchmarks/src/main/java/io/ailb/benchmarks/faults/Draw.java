package io.ailb.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the sixteen are made of, within what their descriptions leave open: nothing in a load
 * balancer may be made for one set of numbers.
 *
 * @param seed for endpoints' names, and so their texts; 0 = as described
 * @param retryAfter seconds that the first fault asks for
 * @param failure status of a failure that may be this one request's
 * @param down status of an endpoint that is down
 * @param tokens of every answer
 * @param diesAfter tokens after which a stream dies
 * @param stallsAfter tokens after which one stalls
 * @param malformed tokens before the malformed event
 * @param middle characters of an answer in one piece after which it breaks
 */
record Draw(
    long seed,
    long retryAfter,
    int failure,
    int down,
    int tokens,
    int diesAfter,
    int stallsAfter,
    int malformed,
    int middle) {

  static final Draw AS_DESCRIBED = new Draw(0, 2, 500, 503, 60, 40, 20, 9, 200);

  private static final List<Integer> FAILURES = List.of(500, 502);
  private static final List<Integer> DOWN = List.of(503, 504, 529);

  static Draw of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int tokens = random.nextInt(30, 121);
    return new Draw(
        seed,
        random.nextLong(1, 5),
        FAILURES.get(random.nextInt(FAILURES.size())),
        DOWN.get(random.nextInt(DOWN.size())),
        tokens,
        random.nextInt(2, tokens - 2),
        random.nextInt(2, tokens - 2),
        random.nextInt(2, tokens - 2),
        random.nextInt(20, tokens * 3));
  }

  /** These times, but for those that a limit of the pools or of the judge is set by. */
  Times of(Times times) {
    if (seed == 0) {
      return times;
    }
    SplittableRandom random = new SplittableRandom(~seed);
    return times.with(
        share(times.silence(), random.nextDouble(0.8, 1.5)),
        share(times.slowToken(), random.nextDouble(0.8, 1)),
        share(times.stall(), random.nextDouble(0.9, 1.4)),
        share(times.outage(), random.nextDouble(0.7, 1.1)));
  }

  private static Duration share(Duration time, double share) {
    return Duration.ofMillis((long) (time.toMillis() * share));
  }

  @Override
  public String toString() {
    return seed == 0
        ? "as described"
        : ("seed %d: Retry-After %d, %d once, %d down, %d tokens, dies after %d, stalls after %d,"
                + " malformed after %d, breaks after %d characters")
            .formatted(
                seed, retryAfter, failure, down, tokens, diesAfter, stallsAfter, malformed, middle);
  }
}
