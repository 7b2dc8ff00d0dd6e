package io.ailb.benchmarks.batch;

/** A way to have all requests of a batch answered. */
interface Policy {
  /** Returns when it has nothing more to do. */
  void run(Pool pool, Ledger ledger) throws Exception;
}
