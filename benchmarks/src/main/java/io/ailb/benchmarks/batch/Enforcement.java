package io.ailb.benchmarks.batch;

import io.ailb.simulator.limit.Limits;
import java.util.List;

/**
 * How the providers count.
 *
 * @param windows fixed minutes instead of buckets
 * @param burstSeconds size of a bucket, in seconds of its limit
 * @param headers whether answers say what is left, and refusals when to come back
 * @param phases seconds of the minute at which the windows of the endpoints begin
 */
record Enforcement(boolean windows, int burstSeconds, boolean headers, List<Integer> phases) {

  static Enforcement buckets(int burstSeconds) {
    return new Enforcement(false, burstSeconds, true, List.of(0, 0, 0));
  }

  Limits limits(int index, int rpm) {
    return Limits.builder()
        .rpm(rpm)
        .enforcement(windows ? Limits.Enforcement.WINDOW : Limits.Enforcement.BUCKET)
        .burstSeconds(burstSeconds)
        .phaseSeconds(phases.get(index))
        .headers(headers)
        .retryAfter(headers)
        .build();
  }

  @Override
  public String toString() {
    String kind =
        windows
            ? "fixed minutes"
                + (phases.stream().allMatch(p -> p == 0) ? "" : " that begin at " + phases)
            : "buckets of %d s".formatted(burstSeconds);
    return kind + (headers ? "" : ", without headers");
  }
}
