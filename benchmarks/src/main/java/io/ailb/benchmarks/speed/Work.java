package io.ailb.benchmarks.speed;

/** One operation that is measured. */
@FunctionalInterface
public interface Work {
  /** Does it once; returns something that depends on all of it. */
  long run() throws Exception;
}
