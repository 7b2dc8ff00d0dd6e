package io.ailb.benchmarks.choice;

/** One decision: an endpoint is chosen, its place reserved, and settled as if it had answered. */
@FunctionalInterface
interface Work {
  /** Returns something that depends on all of it. */
  long decide();
}
