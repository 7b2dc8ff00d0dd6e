package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/**
 * Scenarios that nobody has thought of: of the same form as files, with everything that a file can
 * say, drawn from a number. They are run beside the peers, to find what no known scenario shows.
 */
final class Wild {
  /** So many requests tell enough. */
  private static final int MOST_REQUESTS = 6_000;

  private static final double MOST_PER_SECOND = 40;
  private static final double MINUTE = 60;
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  private final SplittableRandom dice;
  private final long number;

  private double inputMean;
  private int inputMost;
  private double outputMean;
  private int maxTokens;

  /** Requests a minute that all endpoints together let through. */
  private double perMinute;

  private double firstToken;
  private double duration;

  private Wild(long number) {
    this.number = number;
    this.dice = new SplittableRandom(number);
    for (int i = 0; i < 3; i++) {
      dice.nextLong(); // numbers in a row begin alike
    }
  }

  /** The scenario of this number, as its file would be read. */
  static ObjectNode file(long number) {
    return new Wild(number).file();
  }

  private ObjectNode file() {
    ObjectNode file = node();
    file.put("id", "wild-" + number).put("seed", number);
    boolean open = chance(0.6);
    duration = pick(300, 600, 900);
    ObjectNode tokens = tokens();
    ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
    int count = (int) pick(1, 2, 3, 3, 3, 4, 5, 8, 20, 50);
    double scale = pick(3, 30, 100, 300, 500, 500, 2_000, 20_000);
    boolean alike = chance(0.5);
    ObjectNode server = server(scale);
    for (int i = 0; i < count; i++) {
      endpoints.add(endpoint(i, alike ? server.deepCopy() : server(scale * pick(0.5, 1, 1, 2))));
    }
    ObjectNode workload = file.putObject("workload");
    double load = pick(0.3, 0.6, 0.85, 0.85, 0.95, 1.1, 1.5, 3);
    if (open) {
      open(workload, load);
    } else {
      batch(workload, load, count);
    }
    workload.set("tokens", tokens);
    file.set("endpoints", endpoints);
    if (open && chance(0.15)) {
      budget(file, endpoints);
    }
    return file;
  }

  private ObjectNode tokens() {
    ObjectNode tokens = node();
    inputMean = pick(50, 300, 1_500, 6_000);
    outputMean = pick(20, 120, 250, 800);
    maxTokens = (int) (outputMean * pick(2, 4, 8));
    double sigma = pick(0.2, 0.5, 0.9, 1.2);
    inputMost = (int) (inputMean * pick(5, 30));
    size(tokens.putObject("input"), inputMean, sigma, 20, inputMost);
    size(tokens.putObject("output"), outputMean, pick(0.4, 0.6, 0.8), 5, maxTokens);
    inputMean *= Math.exp(sigma * sigma / 2);
    tokens.put("max_tokens", maxTokens);
    return tokens;
  }

  private static void size(ObjectNode size, double median, double sigma, int min, int max) {
    size.put("median", median).put("sigma", sigma).put("min", min).put("max", max);
  }

  private ObjectNode server(double scale) {
    ObjectNode server = node();
    boolean windows = chance(0.35);
    server.put("enforcement", windows ? "window" : "bucket");
    if (windows) {
      server.put("window_phase_s", pick(0, 5, 17, 33, 59));
    } else {
      double burst = pick(5, 10, 15, 30, 60, 60);
      server.put("burst_s", Math.min(MINUTE, Math.max(burst, 2 * MINUTE / scale)));
    }
    double rpm = chance(0.85) ? Math.max(2, scale) : NO_LIMIT;
    if (Double.isFinite(rpm)) {
      server.put("rpm", (long) rpm);
    }
    if (chance(0.4)) {
      boolean max = chance(0.5);
      double each = inputMean + (max ? maxTokens : outputMean);
      // The largest requests fit, nearly always: what never fits is nobody's merit.
      double least = chance(0.9) ? inputMost + maxTokens : each;
      double capacity = server.path("burst_s").asDouble(MINUTE) / MINUTE;
      double tpm = Math.max(scale * pick(0.3, 0.5, 1, 2) * each, 1.1 * least / capacity);
      server.put("tpm", (long) tpm).put("tpm_charge", max ? "max" : "actual");
    }
    if (chance(0.15)) {
      server.put("rpd", (long) (scale * duration / MINUTE * pick(0.3, 0.7, 1.5)) + 1);
    }
    server.put("headers", chance(0.5)).put("retry_after", chance(0.6));
    server.put("rejected_counts", chance(0.2)).put("error_rate", pick(0, 0.002, 0.002, 0.02, 0.1));
    latency(server.putObject("latency"), rpm);
    if (chance(0.15)) {
      ArrayNode tenants = server.putArray("other_tenants");
      step(tenants, 0, 0);
      step(tenants, duration * 0.2, pick(0.3, 0.6, 0.8));
      step(tenants, duration * 0.6, 0);
    }
    if (chance(0.25)) {
      phases(server.putArray("phases"));
    }
    return server;
  }

  private void latency(ObjectNode latency, double rpm) {
    firstToken = pick(0.2, 0.5, 0.7, 2);
    double perToken = Math.min(pick(0.005, 0.0143, 0.03), 20 / outputMean);
    latency.put("ttft_median_s", firstToken).put("ttft_sigma", pick(0.1, 0.35, 0.6));
    latency.put("per_token_s", perToken).put("reject_s", pick(0.02, 0.08, 0.3));
    double seconds = firstToken + outputMean * perToken;
    if (!Double.isFinite(rpm) || chance(0.2)) {
      double most = Double.isFinite(rpm) ? rpm / MINUTE * seconds : 20;
      latency.put("knee", Math.max(2, Math.round(most * pick(0.7, 1.5, 3))));
    }
  }

  private void phases(ArrayNode phases) {
    double from = duration * pick(0.15, 0.3, 0.5);
    ObjectNode phase = phases.addObject().put("t0", from).put("t1", from + duration * 0.25);
    switch (dice.nextInt(5)) {
      case 0 -> phase.put("kind", "outage").put("error_after_s", 0.05);
      case 1 -> phase.put("kind", "outage").put("error_after_s", pick(5, 30, 60));
      case 2 ->
          phase
              .put("kind", "flap")
              .put("period_s", pick(4, 20, 60))
              .put("down_share", pick(0.2, 0.5))
              .put("error_after_s", 0.1);
      case 3 ->
          phase
              .put("kind", "brownout")
              .put("latency_x", pick(3, 10))
              .put("error_rate", pick(0, 0.3, 0.9));
      default ->
          phase
              .put("kind", "recovering")
              .put("latency_from", pick(1, 4))
              .put("error_from", pick(0.5, 1));
    }
  }

  private ObjectNode endpoint(int index, ObjectNode server) {
    ObjectNode endpoint = node().put("name", "e" + index);
    endpoint.put("provider", chance(0.7) ? "openai" : "anthropic");
    endpoint.put("weight", pick(0.5, 1, 1, 1, 2, 5));
    ObjectNode configured = endpoint.putObject("configured");
    // Who states other limits than there are gets refusals, whoever chooses.
    double wrong = chance(0.9) ? 1 : 0.5;
    boolean isStated = chance(0.9) || !server.path("headers").asBoolean();
    for (String limit : new String[] {"rpm", "tpm", "rpd"}) {
      if (server.has(limit) && isStated) {
        configured.put(limit, Math.max(1, (long) (server.path(limit).asLong() * wrong)));
      }
    }
    endpoint.set("server", server);
    endpoint.putObject("price").put("in", pick(0.15, 1, 3)).put("out", pick(0.6, 4, 15));
    endpoint.put("value", pick(0.6, 0.8, 1));
    perMinute += perMinute(server);
    return endpoint;
  }

  private double perMinute(ObjectNode server) {
    boolean max = server.path("tpm_charge").asText().equals("max");
    double each = inputMean + (max ? maxTokens : outputMean);
    double requests = server.path("rpm").asDouble(Double.POSITIVE_INFINITY);
    double tokens = server.path("tpm").asDouble(Double.POSITIVE_INFINITY) / each;
    ObjectNode latency = (ObjectNode) server.path("latency");
    double seconds = latency.path("ttft_median_s").asDouble();
    seconds += outputMean * latency.path("per_token_s").asDouble();
    double knee = latency.path("knee").asDouble(Double.POSITIVE_INFINITY) * MINUTE / seconds;
    return Math.min(Math.min(requests, tokens), Math.min(knee, MOST_PER_SECOND * MINUTE));
  }

  private void open(ObjectNode workload, double load) {
    workload.put("mode", "open").put("duration_s", duration);
    double most = Math.min(MOST_PER_SECOND, MOST_REQUESTS / duration);
    double rate = Math.max(0.03, Math.min(most, load * perMinute / MINUTE));
    ArrayNode steps = workload.putArray("rate");
    if (chance(0.5)) {
      step(steps, 0, rate);
    } else {
      step(steps, 0, rate * 0.5);
      step(steps, duration * 0.3, rate * 1.6);
      step(steps, duration * 0.6, rate * 0.7);
    }
    workload.put("deadline_s", pick(5, 15, 30, 60, 120));
  }

  private void batch(ObjectNode workload, double load, int endpoints) {
    double requests = Math.min(MOST_REQUESTS, perMinute * duration / MINUTE);
    workload.put("mode", "batch").put("requests", (int) Math.max(30, requests));
    workload.putArray("workers").add((int) (load > 1 ? 200 : pick(1, 5, 20, 5 * endpoints)));
  }

  private void budget(ObjectNode file, ArrayNode endpoints) {
    double requests = 0;
    ArrayNode rates = (ArrayNode) file.path("workload").path("rate");
    for (int i = 0; i < rates.size(); i++) {
      double until = i + 1 < rates.size() ? rates.get(i + 1).get(0).asDouble() : duration;
      requests += rates.get(i).get(1).asDouble() * (until - rates.get(i).get(0).asDouble());
    }
    double cheapest = Double.POSITIVE_INFINITY;
    double dearest = 0;
    for (int i = 0; i < endpoints.size(); i++) {
      double in = endpoints.get(i).path("price").path("in").asDouble();
      double out = endpoints.get(i).path("price").path("out").asDouble();
      double cost = (in * inputMean + out * outputMean) / 1e6;
      cheapest = Math.min(cheapest, cost);
      dearest = Math.max(dearest, cost);
    }
    double each = cheapest + (dearest - cheapest) * pick(-0.1, 0.2, 0.5);
    file.putObject("budget")
        .put("amount", Math.max(0.2 * cheapest, each) * requests)
        .put("horizon_s", duration);
  }

  private static void step(ArrayNode steps, double from, double value) {
    steps.addArray().add(from).add(value);
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  private boolean chance(double share) {
    return dice.nextDouble() < share;
  }

  private double pick(double... from) {
    return from[dice.nextInt(from.length)];
  }
}
