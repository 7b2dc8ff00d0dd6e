package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.scenarios.Endpoint.Conduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Scenarios for tests: the project's own, and small ones. */
final class Small {
  static final String BATCH =
      """
      {'mode': 'batch', 'requests': 300, 'workers': [20],
       'tokens': {'input': {'median': 100, 'sigma': 0.5, 'min': 20, 'max': 4000},
                  'output': {'median': 100, 'sigma': 0.5, 'min': 5, 'max': 800}, 'max_tokens': 800}}
      """;

  static final String SERVER =
      """
      'enforcement': 'bucket', 'rpm': 600, 'burst_s': 10,
      'latency': {'ttft_median_s': 1, 'per_token_s': 0.01, 'reject_s': 0.1}
      """;

  private Small() {}

  static List<Path> files() {
    try {
      return ScenarioFile.in(Path.of("src/main/scenarios"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scenario file(String id) {
    try {
      return ScenarioFile.read(Path.of("src/main/scenarios", id + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of this workload, and an endpoint for each server; apostrophes stand for quotation marks. */
  static Scenario scenario(String workload, String... servers) {
    StringBuilder text = new StringBuilder("{'id': 'small', 'seed': 1, 'workload': " + workload);
    text.append(", 'endpoints': [");
    for (int i = 0; i < servers.length; i++) {
      text.append(i == 0 ? "" : ", ")
          .append("{'name': 'e" + i + "', 'provider': 'openai', 'configured': {'rpm': 600}")
          .append(", 'server': {" + servers[i] + "}}");
    }
    return parse(text.append("]}").toString());
  }

  static Scenario parse(String text) {
    try {
      return ScenarioFile.scenario(new ObjectMapper().readTree(text.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Conduct conduct(String server) {
    return scenario(BATCH, server).endpoints().get(0).server();
  }

  static Job job(int number) {
    return new Job(number, 100, 50, 800, 0, Long.MAX_VALUE, () -> {});
  }
}
