package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is simulated, as one file says it.
 *
 * @param checks what the draws must give
 * @param reference by number of workers, or {@code open}
 */
record Scenario(
    String id,
    String title,
    long seed,
    Workload workload,
    List<Endpoint> endpoints,
    @Nullable Budget budget,
    @Nullable Watch watch,
    JsonNode checks,
    Map<String, Reference> reference) {

  /** To spend in {@code horizon} seconds, over all endpoints. */
  record Budget(double amount, double horizon) {}

  /** The endpoint that is sick from {@code from} to {@code to}, of which it is asked how soon. */
  record Watch(int endpoint, double from, double to) {}

  /**
   * What is known of a run beforehand, for the file's own seed.
   *
   * @param makespan seconds that whoever knows everything needs
   * @param value what it earns
   * @param tutorial what the tutorial's pool reached
   * @param target by name, {@code min_} or {@code max_} and a figure's
   */
  record Reference(
      double ok,
      double makespan,
      double p99,
      @Nullable Double value,
      Map<String, Double> tutorial,
      Map<String, Double> target) {}
}
