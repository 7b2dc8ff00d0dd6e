package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.speed.Entrant.Role;

/**
 * How an entrant came out, of an operation, the base's share taken off.
 *
 * @param nanos CPU time, median of all rounds
 * @param bytes allocated, median of all rounds
 * @param floors CPU time over the floor's of the same round, median; NaN where there is none
 * @param low the quartile of that below
 * @param high the quartile above
 */
record Standing(
    Role role, String name, double nanos, double bytes, double floors, double low, double high) {}
