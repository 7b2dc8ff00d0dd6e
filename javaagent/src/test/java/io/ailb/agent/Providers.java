package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Simulated providers, and a configuration for them: a and b speak OpenAI's dialect, c and d
 * Anthropic's; "own" is the application's own OpenAI, which no pool has.
 */
final class Providers implements AutoCloseable {
  static final String APPLICATIONS_KEY = "the-applications-own-key";

  final SimulatorProcess simulator = SimulatorProcess.start();
  private final SimulatedEndpoint own;
  private final Path configuration;

  Providers() {
    this(spec -> spec, "");
  }

  Providers(UnaryOperator<EndpointSpec.Builder> openAi, String more) {
    own = start("own", Provider.OPENAI, spec -> spec.keys(List.of(APPLICATIONS_KEY)));
    String yaml =
        "pools:\n  - routing: {strategy: ordered}\n    endpoints:\n"
            + endpoint("a", "openai", start("a", Provider.OPENAI, openAi))
            + endpoint("b", "openai", start("b", Provider.OPENAI, openAi))
            + "  - name: claude\n    routing: {strategy: ordered}\n    endpoints:\n"
            + endpoint("c", "anthropic", start("c", Provider.ANTHROPIC, spec -> spec))
            + endpoint("d", "anthropic", start("d", Provider.ANTHROPIC, spec -> spec))
            + more;
    configuration = file("pool", yaml);
  }

  private SimulatedEndpoint start(
      String name, Provider provider, UnaryOperator<EndpointSpec.Builder> spec) {
    return simulator.start(spec.apply(EndpointSpec.builder(name, provider)).build());
  }

  private static String endpoint(String name, String provider, SimulatedEndpoint endpoint) {
    return "      - {name: %s, provider: %s, baseUrl: \"%s\", apiKey: key-of-%s}\n"
        .formatted(name, provider, endpoint.baseUrl(), name);
  }

  /** A file that only its owner reads. */
  static Path file(String name, String text) {
    try {
      Path file = Files.createTempFile("ai-lb-" + name, ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an agent option. */
  String configuration() {
    return configuration.toString();
  }

  /** The same with these clients only, as {@code agent.clients} lists them. */
  String configurationFor(String clients) {
    try {
      String all = Files.readString(configuration);
      return file("clients", all + "agent: {clients: [" + clients + "]}\n").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an application that is not balanced posts to. */
  String ownUrl() {
    return own.baseUrl() + "/chat/completions";
  }

  /** How many requests each endpoint has seen. */
  Map<String, Integer> seen() {
    return Map.of(
        "a", simulator.log("a").size(),
        "b", simulator.log("b").size(),
        "c", simulator.log("c").size(),
        "d", simulator.log("d").size(),
        "own", simulator.log("own").size());
  }

  void nothingLeaked() {
    assertThat(simulator.leaks()).isEmpty();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
