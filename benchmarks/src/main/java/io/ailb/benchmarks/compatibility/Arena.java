package io.ailb.benchmarks.compatibility;

import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.plan.Latency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Three endpoints of one dialect, asked in order, and a configuration for them. */
final class Arena implements AutoCloseable {
  static final int TOKENS = 20;

  /** Between two tokens of a stream. */
  static final long PACE_MILLIS = 40;

  private static final List<String> NAMES = List.of("a", "b", "c");

  private final SimulatorProcess simulator = SimulatorProcess.start();
  private final Path configuration;

  Arena(Provider provider) throws IOException {
    // Of Azure, each resource is a host of its own.
    this(provider, provider == Provider.AZURE_OPENAI ? "*.openai.azure.com" : "");
  }

  private Arena(Provider provider, String hosts) throws IOException {
    StringBuilder yaml = new StringBuilder("pools:\n  - routing: {strategy: ordered}\n");
    if (!hosts.isEmpty()) {
      yaml.append("    match: {hosts: [\"%s\"]}%n".formatted(hosts));
    }
    yaml.append("    endpoints:\n");
    for (String name : NAMES) {
      SimulatedEndpoint endpoint =
          simulator.start(
              EndpointSpec.builder(name, provider)
                  .tokens(TOKENS)
                  .latency(new Latency(0, 0, PACE_MILLIS))
                  .build());
      yaml.append(
          "      - {name: %s, provider: %s, baseUrl: \"%s\", apiKey: key-of-%s}%n"
              .formatted(
                  name,
                  provider.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  endpoint.baseUrl(),
                  name));
    }
    configuration = Files.createTempFile("ai-lb-compatibility", ".yaml");
    configuration.toFile().deleteOnExit();
    Files.writeString(configuration, yaml);
  }

  /** A pool for whatever it can read, wherever that is sent to. */
  static Arena forEveryHost() throws IOException {
    return new Arena(Provider.OPENAI, "*");
  }

  Path configuration() {
    return configuration;
  }

  void script(String endpoint, Fault fault) {
    simulator.script(endpoint, FaultRule.of(fault));
  }

  void heal(String endpoint) {
    simulator.clearScript(endpoint);
  }

  void down(String endpoint) {
    simulator.down(endpoint);
  }

  void forget() {
    simulator.resetLog();
  }

  /** How many requests an endpoint has had since. */
  int asked(String endpoint) {
    return simulator.log(endpoint).size();
  }

  int leaks() {
    return simulator.leaks().size();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
