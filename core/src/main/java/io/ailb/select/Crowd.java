package io.ailb.select;

import io.ailb.limit.Demand;

/**
 * Requests of one kind that want places, as far as it takes to tell that there are too many.
 *
 * @param demand what they are expected to use, all together
 * @param least no one of them is expected to use less
 * @param most no one of them is expected to use more
 */
record Crowd(int requests, Demand demand, Demand least, Demand most) {
  /** Nobody. */
  static final Crowd NOBODY =
      new Crowd(0, Demand.NO_TOKENS, new Demand(Long.MAX_VALUE, Long.MAX_VALUE), Demand.NO_TOKENS);

  /** With one more. */
  Crowd with(Demand another) {
    return new Crowd(
        requests + 1,
        demand.plus(another),
        new Demand(
            Math.min(least.input(), another.input()), Math.min(least.output(), another.output())),
        new Demand(
            Math.max(most.input(), another.input()), Math.max(most.output(), another.output())));
  }

  /** When one of them has gone; the bounds stay. */
  Crowd without(Demand one) {
    return requests == 1 ? NOBODY : new Crowd(requests - 1, demand.minus(one), least, most);
  }
}
