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
import java.util.Map;
import java.util.function.Function;

/**
 * The tutorial's pool, simulated: two OpenAI keys of 500 requests a minute with weights 2 and 1,
 * and an Anthropic key of 300 with weight 0.5, at an endpoint that takes nothing but Anthropic's
 * dialect; beside them a pool of two Anthropic keys for those who speak it themselves.
 */
final class SimulatedPool implements AutoCloseable {
  static final String PRIMARY = "openai-primary";
  static final String SECONDARY = "openai-secondary";
  static final String BACKUP = "anthropic-backup";

  /** What the backup serves the callers' model with. */
  static final String CLAUDE = "claude-haiku-4-5";

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
    Latency latency = new Latency(headersMillis, 0, perTokenMillis);
    return start(
        simulator ->
            """
            pools:
              - endpoints:
            """
                + openAi(simulator, latency, PRIMARY, 500, 2)
                + openAi(simulator, latency, SECONDARY, 500, 1)
                + backup(simulator, latency, 300, 0.5)
                + """
                  - name: anthropic
                    endpoints:
                """
                + anthropic(simulator, latency, "anthropic-1")
                + anthropic(simulator, latency, "anthropic-2"));
  }

  /** Starts a pool for OpenAI's callers in which nobody speaks OpenAI's dialects. */
  static SimulatedPool withoutOpenAi() {
    return start(
        simulator ->
            """
            pools:
              - match: {hosts: [api.openai.com]}
                routing: {strategy: round-robin}
                endpoints:
            """
                + mapped(simulator, Provider.ANTHROPIC, "claude", CLAUDE)
                + mapped(simulator, Provider.GEMINI, "gemini", "gemini-2.5-flash"));
  }

  /**
   * Starts a pool of OpenAI's endpoints that are all alike.
   *
   * @param settings of the pool, lines of YAML
   * @param millis that an answer takes
   * @param endpoints by name, with what is configured of each, such as {@code weight: 2}
   */
  static SimulatedPool of(String settings, long millis, Map<String, String> endpoints) {
    Latency latency = new Latency(millis, 0, 0);
    return start(
        simulator -> {
          StringBuilder pool = new StringBuilder("pools:\n  - name: default\n");
          settings.lines().forEach(line -> pool.append("    ").append(line).append('\n'));
          pool.append("    endpoints:\n");
          endpoints.forEach(
              (name, more) -> {
                SimulatedEndpoint endpoint =
                    simulator.start(
                        EndpointSpec.builder(name, Provider.OPENAI).latency(latency).build());
                pool.append(
                    """
                          - {name: %s, provider: openai, baseUrl: "%s", apiKey: key-of-%s, %s}
                    """
                        .formatted(name, endpoint.baseUrl(), name, more));
              });
          return pool.toString();
        });
  }

  private static SimulatedPool start(Function<SimulatorProcess, String> pools) {
    SimulatorProcess simulator = SimulatorProcess.start();
    try {
      String yaml = pools.apply(simulator) + "log: {target: stderr}\n";
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

  private static String backup(
      SimulatorProcess simulator, Latency latency, int rpm, double weight) {
    Limits limits = Limits.builder().rpm(rpm).build();
    SimulatedEndpoint endpoint =
        simulator.start(
            EndpointSpec.builder(BACKUP, Provider.ANTHROPIC)
                .models(List.of(CLAUDE))
                .limits(limits)
                .latency(latency)
                .keepBodies(true)
                .build());
    return """
              - name: %s
                provider: anthropic
                baseUrl: "%s"
                apiKey: key-of-%s
                models: {"gpt-*": %s}
                limits: {rpm: %d}
                weight: %s
        """
        .formatted(BACKUP, endpoint.baseUrl(), BACKUP, CLAUDE, rpm, weight);
  }

  private static String mapped(
      SimulatorProcess simulator, Provider provider, String name, String model) {
    SimulatedEndpoint endpoint =
        simulator.start(EndpointSpec.builder(name, provider).models(List.of(model)).build());
    return """
              - name: %s
                provider: %s
                baseUrl: "%s"
                apiKey: key-of-%s
                models: {gpt-4o-mini: %s}
        """
        .formatted(
            name, name.equals("claude") ? "anthropic" : name, endpoint.baseUrl(), name, model);
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
