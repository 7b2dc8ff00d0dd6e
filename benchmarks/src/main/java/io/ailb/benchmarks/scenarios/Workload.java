package io.ailb.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What callers ask for.
 *
 * @param arrivals when they do, of its own accord; null = workers take the next request when theirs
 *     ends
 * @param requests how many; with arrivals, the draws decide
 * @param workers numbers of workers, each a run of its own
 * @param deadline seconds that a caller waits; infinite = as long as it takes
 */
record Workload(
    @Nullable Arrivals arrivals,
    int requests,
    List<Integer> workers,
    double deadline,
    Size input,
    Size output,
    int maxTokens) {

  /** Callers that come whether or not others have been served: {@code rate} a second. */
  record Arrivals(double duration, Steps rate) {
    /** The instants, in seconds. */
    double[] draw(Draws draws) {
      List<Double> instants = new ArrayList<>();
      double t = 0;
      while (true) {
        while (rate.at(t) <= 0 && t < duration) {
          t = rate.nextChange(t);
        }
        t += -Math.log(draws.uniform(Draws.GAP, instants.size(), 0)) / rate.at(t);
        if (!(t < duration)) {
          return instants.stream().mapToDouble(Double::doubleValue).toArray();
        }
        instants.add(t);
      }
    }
  }

  int input(Draws draws, int request) {
    return input.of(draws.normal(Draws.INPUT, request, 0));
  }

  int output(Draws draws, int request) {
    return Math.min(maxTokens, output.of(draws.normal(Draws.OUTPUT, request, 0)));
  }
}
