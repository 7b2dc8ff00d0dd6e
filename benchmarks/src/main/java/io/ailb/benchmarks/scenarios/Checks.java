package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares draws with what a scenario's file says they must be. */
final class Checks {
  /** What can be stated, besides single draws such as u01_5_7_65. */
  static final List<String> NAMES =
      List.of(
          "requests", "first_input", "first_output", "sum_input", "sum_output", "first_arrivals_s");

  private static final double MICRO = 1.01e-6;

  private final Scenario scenario;
  private final List<String> wrong = new ArrayList<>();

  private Checks(Scenario scenario) {
    this.scenario = scenario;
  }

  static boolean isKnown(String name) {
    return NAMES.contains(name) || name.matches("u01(_[0-9]{1,9}){3}");
  }

  /** What differs, a line each. */
  static List<String> of(Scenario scenario) {
    Checks checks = new Checks(scenario);
    for (Map.Entry<String, JsonNode> check : scenario.checks().properties()) {
      checks.check(check.getKey(), check.getValue());
    }
    return checks.wrong;
  }

  private void check(String name, JsonNode stated) {
    Draws draws = new Draws(scenario.seed());
    Workload workload = scenario.workload();
    Workload.Arrivals own = workload.arrivals();
    double[] arrivals = own == null ? new double[0] : own.draw(draws);
    int requests = own == null ? workload.requests() : arrivals.length;
    switch (name) {
      case "requests" -> same(name, stated, requests, 0);
      case "first_input" -> {
        for (int i = 0; i < stated.size(); i++) {
          same(name + i, stated.get(i), workload.input(draws, i), 0);
        }
      }
      case "first_output" -> {
        for (int i = 0; i < stated.size(); i++) {
          same(name + i, stated.get(i), workload.output(draws, i), 0);
        }
      }
      case "sum_input" -> {
        double sum = 0; // exact: far below 2^53
        for (int i = 0; i < requests; i++) {
          sum += workload.input(draws, i);
        }
        same(name, stated, sum, 0);
      }
      case "sum_output" -> {
        double sum = 0; // exact: far below 2^53
        for (int i = 0; i < requests; i++) {
          sum += workload.output(draws, i);
        }
        same(name, stated, sum, 0);
      }
      case "first_arrivals_s" -> {
        for (int i = 0; i < stated.size(); i++) {
          double drawn = i < arrivals.length ? arrivals[i] : Double.NaN;
          same(name + i, stated.get(i), drawn, MICRO);
        }
      }
      default -> {
        if (isKnown(name)) {
          uniform(name, stated, draws);
        } else {
          wrong.add(name + " is nothing that is known");
        }
      }
    }
  }

  /** Such as u01_5_7_65: in (0, 1), of stream 5, i 7, j 65. */
  private void uniform(String name, JsonNode stated, Draws draws) {
    String[] parts = name.split("_", -1);
    int stream = Integer.parseInt(parts[1]);
    double drawn = draws.uniform(stream, Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    same(name, stated, drawn, 1e-15);
  }

  private void same(String name, JsonNode stated, double drawn, double tolerance) {
    if (!(Math.abs(stated.asDouble() - drawn) <= tolerance)) {
      wrong.add(name + " is " + drawn + " instead of " + stated);
    }
  }
}
