package io.ailb.benchmarks.scenarios;

import io.ailb.benchmarks.scenarios.Scenario.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever knows everything beforehand would reach.
 *
 * @param ok requests that it serves in time
 * @param makespan seconds until its last request is done
 * @param value that it earns
 */
record Oracle(double ok, double makespan, double value) {

  /**
   * The file's own figures where they are for these draws; for others, scaled as a bound that
   * follows from the draws alone moves. Without figures, that bound.
   */
  static Oracle of(Scenario scenario, int workers, long seed, @Nullable Reference known) {
    Oracle bound = bound(scenario, workers, seed);
    if (known == null) {
      return bound;
    }
    Double value = known.value();
    if (seed == scenario.seed()) {
      return new Oracle(known.ok(), known.makespan(), value == null ? bound.value : value);
    }
    Oracle own = bound(scenario, workers, scenario.seed());
    return new Oracle(
        known.ok() * bound.ok / own.ok,
        known.makespan() * bound.makespan / own.makespan,
        value == null ? bound.value : value * bound.value / own.value);
  }

  /** Nobody can be better. */
  static Oracle bound(Scenario scenario, int workers, long seed) {
    Draws draws = new Draws(seed);
    Workload workload = scenario.workload();
    Workload.Arrivals arrivals = workload.arrivals();
    int requests = arrivals == null ? workload.requests() : arrivals.draw(draws).length;
    int[] inputs = new int[requests];
    int[] outputs = new int[requests];
    Arrays.setAll(inputs, i -> workload.input(draws, i));
    Arrays.setAll(outputs, i -> workload.output(draws, i));
    double makespan =
        arrivals == null
            ? Math.max(work(scenario, outputs) / workers, fluid(scenario, inputs, outputs))
            : arrivals.duration();
    return new Oracle(requests, makespan, value(scenario, inputs, outputs));
  }

  /** Seconds of waiting for answers, each from the endpoint that is fastest for it. */
  private static double work(Scenario scenario, int[] outputs) {
    double work = 0;
    for (int output : outputs) {
      double fastest = Double.POSITIVE_INFINITY;
      for (Endpoint endpoint : scenario.endpoints()) {
        Endpoint.Conduct server = endpoint.server();
        double sigma = server.firstTokenSigma();
        double firstToken = server.firstToken() * Math.exp(sigma * sigma / 2);
        fastest = Math.min(fastest, firstToken + output * server.perToken());
      }
      work += fastest;
    }
    return work;
  }

  /** Seconds until limits by the minute have let all of it through, poured like water. */
  private static double fluid(Scenario scenario, int[] inputs, int[] outputs) {
    double max = 0;
    double actual = 0;
    for (int i = 0; i < inputs.length; i++) {
      max += inputs[i] + scenario.workload().maxTokens();
      actual += inputs[i] + outputs[i];
    }
    double perMinute = 0;
    for (Endpoint endpoint : scenario.endpoints()) {
      Endpoint.Conduct server = endpoint.server();
      double tokens = server.chargesMax() ? max : actual;
      perMinute += Math.min(server.rpm() / inputs.length, server.tpm() / tokens);
    }
    return 60 / perMinute;
  }

  /**
   * The most that can be earned within the budget: all requests at the cheapest endpoint, and those
   * that gain most for their money at the most valuable one instead, as long as money lasts.
   */
  private static double value(Scenario scenario, int[] inputs, int[] outputs) {
    Endpoint best = scenario.endpoints().get(0);
    Endpoint cheapest = best;
    for (Endpoint endpoint : scenario.endpoints()) {
      best = endpoint.value() > best.value() ? endpoint : best;
      cheapest = endpoint.cost(1, 1) < cheapest.cost(1, 1) ? endpoint : cheapest;
    }
    double value = 0;
    double cost = 0;
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      value += outputs[i] * cheapest.value();
      cost += cheapest.cost(inputs[i], outputs[i]);
      double gain = outputs[i] * (best.value() - cheapest.value());
      double price = best.cost(inputs[i], outputs[i]) - cheapest.cost(inputs[i], outputs[i]);
      steps.add(new Step(gain, Math.max(0, price)));
    }
    Scenario.Budget budget = scenario.budget();
    double left = (budget == null ? Double.POSITIVE_INFINITY : budget.amount()) - cost;
    steps.sort(Comparator.comparingDouble(Step::priceOfGain));
    for (Step step : steps) {
      if (step.gain > 0 && step.price <= left) {
        left -= step.price;
        value += step.gain;
      }
    }
    return value;
  }

  /** One request at the most valuable endpoint instead of the cheapest. */
  private record Step(double gain, double price) {
    double priceOfGain() {
      return gain > 0 ? price / gain : Double.POSITIVE_INFINITY;
    }
  }
}
