package io.ailb.examples;

import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.plan.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The tutorial's pool, simulated: two OpenAI keys of 500 requests a minute with weights 2 and 1,
 * and one more endpoint of weight 0.5; beside them two Anthropic keys.
 */
final class SimulatedPool implements AutoCloseable {
  static final String PRIMARY = "openai-primary";
  static final String SECONDARY = "openai-secondary";
  static final String FALLBACK = "fallback";

  private final SimulatorProcess simulator;
  private final Path configuration;

  private SimulatedPool(SimulatorProcess simulator, Path configuration) {
    this.simulator = simulator;
    this.configuration = configuration;
  }

  /**
   * Starts it.
   *
   * @param headersMillis until an answer begins
   * @param perTokenMillis between two words of a stream
   */
  static SimulatedPool start(long headersMillis, long perTokenMillis) {
    SimulatorProcess simulator = SimulatorProcess.start();
    try {
      Latency latency = new Latency(headersMillis, 0, perTokenMillis);
      String yaml =
          """
          pools:
            - endpoints:
          """
              + openAi(simulator, latency, PRIMARY, 500, 2)
              + openAi(simulator, latency, SECONDARY, 500, 1)
              + openAi(simulator, latency, FALLBACK, 300, 0.5)
              + """
                - name: anthropic
                  endpoints:
              """
              + anthropic(simulator, latency, "anthropic-1")
              + anthropic(simulator, latency, "anthropic-2")
              + """
              log: {target: stderr}
              """;
      Path configuration = Files.writeString(Files.createTempFile("ai-lb-pool", ".yaml"), yaml);
      configuration.toFile().deleteOnExit();
      return new SimulatedPool(simulator, configuration);
    } catch (IOException e) {
      simulator.close();
      throw new UncheckedIOException(e);
    }
  }

  private static String openAi(
      SimulatorProcess simulator, Latency latency, String name, int rpm, double weight) {
    Limits limits = Limits.builder().rpm(rpm).build();
    SimulatedEndpoint endpoint =
        simulator.start(
            EndpointSpec.builder(name, Provider.OPENAI).limits(limits).latency(latency).build());
    return """
              - {name: %s, provider: openai, baseUrl: "%s", apiKey: key-of-%s, limits: {rpm: %d}, weight: %s}
        """
        .formatted(name, endpoint.baseUrl(), name, rpm, weight);
  }

  private static String anthropic(SimulatorProcess simulator, Latency latency, String name) {
    SimulatedEndpoint endpoint =
        simulator.start(EndpointSpec.builder(name, Provider.ANTHROPIC).latency(latency).build());
    return """
              - {name: %s, provider: anthropic, baseUrl: "%s", apiKey: key-of-%s}
        """
        .formatted(name, endpoint.baseUrl(), name);
  }

  /** The file that describes the pool. */
  Path configuration() {
    return configuration;
  }

  SimulatorProcess simulator() {
    return simulator;
  }

  /** Keys that arrived where they do not belong. */
  List<?> leaks() {
    return simulator.leaks();
  }

  @Override
  public void close() {
    simulator.close();
    try {
      Files.deleteIfExists(configuration);
    } catch (IOException e) {
      // a temporary file more
    }
  }
}
