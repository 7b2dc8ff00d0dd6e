package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.scenarios.Endpoint.Conduct;
import io.ailb.benchmarks.scenarios.Endpoint.Phase;
import io.ailb.benchmarks.scenarios.Scenario.Budget;
import io.ailb.benchmarks.scenarios.Scenario.Reference;
import io.ailb.benchmarks.scenarios.Scenario.Watch;
import io.ailb.benchmarks.scenarios.Workload.Arrivals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads scenarios. What would be simulated otherwise than it says is an error. */
final class ScenarioFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScenarioFile() {}

  /** The files of a directory, in order of their names, or the one file. */
  static List<Path> in(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  static Scenario read(Path file) throws IOException {
    try {
      return scenario(JSON.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  static Scenario scenario(JsonNode file) {
    Keys.check(file);
    List<Endpoint> endpoints = new ArrayList<>();
    for (JsonNode endpoint : file.path("endpoints")) {
      try {
        endpoints.add(endpoint(endpoint));
      } catch (IllegalArgumentException e) {
        String which = "endpoints[" + endpoints.size() + "]: ";
        throw new IllegalArgumentException(which + e.getMessage(), e);
      }
    }
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("no endpoints");
    }
    JsonNode budget = file.path("budget");
    JsonNode watch = file.path("watch");
    Map<String, Reference> reference = new LinkedHashMap<>();
    file.path("reference")
        .properties()
        .forEach(entry -> reference.put(entry.getKey(), reference(entry.getValue())));
    return new Scenario(
        text(file, "id"),
        file.path("title").asText(""),
        file.path("seed").asLong(),
        workload(need(file, "workload")),
        List.copyOf(endpoints),
        budget.isObject()
            ? new Budget(number(budget, "amount"), number(budget, "horizon_s"))
            : null,
        watch.isObject()
            ? new Watch((int) number(watch, "endpoint"), number(watch, "t0"), number(watch, "t1"))
            : null,
        file.path("checks"),
        reference);
  }

  private static Workload workload(JsonNode node) {
    String mode = text(node, "mode");
    if (!mode.equals("batch") && !mode.equals("open")) {
      throw new IllegalArgumentException("workload.mode: " + mode);
    }
    boolean open = mode.equals("open");
    List<Integer> workers = new ArrayList<>();
    for (JsonNode number : node.path("workers")) {
      if (!number.isInt() || number.asInt() < 1) {
        throw new IllegalArgumentException("workload.workers: " + number);
      }
      workers.add(number.asInt());
    }
    if (!open && workers.isEmpty()) {
      throw new IllegalArgumentException("workload.workers is missing");
    }
    JsonNode tokens = need(node, "tokens");
    return new Workload(
        open ? new Arrivals(number(node, "duration_s"), steps(need(node, "rate"))) : null,
        open ? 0 : (int) number(node, "requests"),
        List.copyOf(workers),
        number(node, "deadline_s", Double.POSITIVE_INFINITY),
        size(need(tokens, "input")),
        size(need(tokens, "output")),
        (int) number(tokens, "max_tokens"));
  }

  private static Size size(JsonNode node) {
    return new Size(
        number(node, "median"),
        number(node, "sigma", 0),
        (int) number(node, "min", 1),
        (int) number(node, "max", Integer.MAX_VALUE));
  }

  private static Endpoint endpoint(JsonNode node) {
    Map<String, Double> configured = new LinkedHashMap<>();
    node.path("configured")
        .properties()
        .forEach(
            limit ->
                configured.put(limit.getKey(), number(node.path("configured"), limit.getKey())));
    JsonNode price = node.path("price");
    return new Endpoint(
        text(node, "name"),
        text(node, "provider"),
        number(node, "weight", 1),
        configured,
        conduct(need(node, "server")),
        number(price, "in", 0),
        number(price, "out", 0),
        number(node, "value", 1));
  }

  private static Conduct conduct(JsonNode node) {
    String enforcement = text(node, "enforcement");
    if (!enforcement.equals("bucket") && !enforcement.equals("window")) {
      throw new IllegalArgumentException("server.enforcement: " + enforcement);
    }
    String charge = node.path("tpm_charge").asText("max");
    if (!charge.equals("max") && !charge.equals("actual")) {
      throw new IllegalArgumentException("server.tpm_charge: " + charge);
    }
    JsonNode latency = need(node, "latency");
    List<Phase> phases = new ArrayList<>();
    node.path("phases").forEach(phase -> phases.add(phase(phase)));
    double none = Double.POSITIVE_INFINITY;
    return new Conduct(
        enforcement.equals("window"),
        number(node, "window_phase_s", 0),
        number(node, "burst_s", 60),
        number(node, "rpm", none),
        number(node, "tpm", none),
        number(node, "rpd", none),
        charge.equals("max"),
        node.path("rejected_counts").asBoolean(false),
        node.path("headers").asBoolean(false),
        node.path("retry_after").asBoolean(false),
        number(node, "error_rate", 0),
        number(latency, "ttft_median_s"),
        number(latency, "ttft_sigma", 0),
        number(latency, "per_token_s", 0),
        number(latency, "reject_s", 0),
        number(latency, "knee", number(node, "knee", none)),
        node.has("other_tenants") ? steps(node.path("other_tenants")) : Steps.ZERO,
        List.copyOf(phases));
  }

  private static Phase phase(JsonNode node) {
    Phase.Kind kind = Phase.kind(text(node, "kind"));
    if (kind == null) {
      throw new IllegalArgumentException("phases.kind: " + text(node, "kind"));
    }
    return new Phase(
        kind,
        number(node, "t0"),
        number(node, "t1"),
        number(node, "error_after_s", 0.05),
        number(node, "error_rate", number(node, "error_from", 0)),
        number(node, "latency_x", number(node, "latency_from", 1)),
        kind == Phase.Kind.FLAP ? number(node, "period_s") : 0,
        number(node, "down_share", 0.5));
  }

  private static Steps steps(JsonNode node) {
    List<Steps.Step> steps = new ArrayList<>();
    for (JsonNode step : node) {
      if (!step.path(0).isNumber() || !step.path(1).isNumber()) {
        throw new IllegalArgumentException("not [seconds, value]: " + step);
      }
      steps.add(new Steps.Step(step.get(0).asDouble(), step.get(1).asDouble()));
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("not [[seconds, value], ...]: " + node);
    }
    return new Steps(List.copyOf(steps));
  }

  private static Reference reference(JsonNode node) {
    JsonNode oracle = node.path("oracle");
    return new Reference(
        number(oracle, "ok"),
        number(oracle, "makespan_s"),
        number(oracle, "p99_s", 0),
        oracle.has("value") ? number(oracle, "value") : null,
        numbers(node.path("seed_algorithm")),
        numbers(node.path("target")));
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    node.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
    return numbers;
  }

  private static JsonNode need(JsonNode node, String name) {
    if (!node.has(name)) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return node.get(name);
  }

  private static String text(JsonNode node, String name) {
    return need(node, name).asText();
  }

  private static double number(JsonNode node, String name) {
    JsonNode value = need(node, name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(name + " is not a number: " + value);
    }
    return value.asDouble();
  }

  private static double number(JsonNode node, String name, double otherwise) {
    return node.has(name) ? number(node, name) : otherwise;
  }
}
